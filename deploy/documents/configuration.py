"""docs/guides/configuration.md: every setting of every process, read from the settings classes.

`python -m deploy.documents.configuration` writes it, with --check it says whether it is current.
"""

import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Final

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from deploy.documents.setting_words import LOCAL_WORDS, WORDS
from deploy.local.settings import PREFIX, StackSettings
from gateway.settings import SERVICES, GatewaySettings
from services.kit.settings import ServiceSettings, ServingSettings

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = ROOT / "docs" / "guides" / "configuration.md"
EXIT_DRIFT: Final = 1
_HEAD: Final = """\
# Configuration

Written from the settings classes by `make configuration`; the build fails when they differ.

A process reads its settings once, at its start: from the environment, or from a file of the
setting's name in lower case in the folder `XIAOWEI_SECRETS_DIR`, so that secrets stay out of the
environment; the environment wins. What is wrong, or begins with the process's prefix and is no
setting, is named in one line, and the process exits with 78. To change a setting, restart.
"""
_LOCAL_HEAD: Final = """\
What the stack of one machine reads; it tells its processes the rest. Two stacks beside each other
need a home and ports of their own, each port by its variable.

| variable | unless said | |
|---|---|---|
"""


def main(words: Sequence[str]) -> int:
    """Write the page, or with --check say whether it differs from the classes."""
    current = page()
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == current:
        return 0
    if "--check" in words:
        sys.stderr.write("docs/guides/configuration.md is old: run `make configuration`.\n")
        return EXIT_DRIFT
    PAGE.write_text(current, encoding="utf-8")
    return 0


def page() -> str:
    """The whole page."""
    serving, service = set(ServingSettings.model_fields), set(ServiceSettings.model_fields)
    parts = [
        _HEAD,
        "\n## Every process\n`<NAME>_` is `GATEWAY_` or the service's; API and worker of a service "
        "share them.\n\n",
        _table("<NAME>_", ServingSettings, serving - {"port", "ops_port"}),
        "\n## Every service\n\n",
        _table("<NAME>_", ServiceSettings, (service - serving) | {"port", "ops_port"}),
    ]
    for name in SERVICES:
        own: type[ServiceSettings] = import_module(f"services.{name}.settings").Settings
        parts += [f"\n## {name}\n\n", _table("", own, set(own.model_fields) - service)]
    parts += ["\n## gateway\n\n", _table("", GatewaySettings, _of_gateway(serving))]
    parts += ["\n## make run\n\n", _LOCAL_HEAD, *_local_rows()]
    return "".join(parts)


def _local_rows() -> Iterator[str]:
    """What may be chosen about the stack of one machine, and each of its ports."""
    defaults = StackSettings.model_construct()
    for name, words in LOCAL_WORDS.items():
        info = StackSettings.model_fields[name]
        variable = info.validation_alias or f"{PREFIX}{name.upper()}"
        yield f"| `{variable}` | {_default(info)} | {words} |\n"
    for each in defaults.listening():
        yield f"| `{each.variable}` | `{each.port}` | the port of {each.who} |\n"


def _of_gateway(serving: set[str]) -> set[str]:
    """What the gateway alone has, or has another default for."""
    fields = GatewaySettings.model_fields
    return {
        name
        for name, info in fields.items()
        if name not in serving or info.default != ServingSettings.model_fields[name].default
    }


def _table(prefix: str, settings: type[ServingSettings], names: set[str]) -> str:
    shown = [name for name in settings.model_fields if name in names]
    rows = (_row(settings, prefix, name) for name in shown)
    return "| variable | unless said | |\n|---|---|---|\n" + "".join(rows)


def _row(settings: type[ServingSettings], prefix: str, name: str) -> str:
    before = prefix or str(settings.model_config.get("env_prefix", ""))
    info = settings.model_fields[name]
    bounds = " ".join(_bounds(info))
    words = WORDS[name] + (f" ({bounds})" if bounds else "")
    return f"| `{before}{name.upper()}` | {_default(info)} | {words} |\n"


def _default(info: FieldInfo) -> str:
    if info.is_required():
        return "**must be said**"
    value = info.get_default(call_default_factory=True, validated_data={})
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, BaseModel):
        return f"`{value.model_dump_json()}`"
    if isinstance(value, Path):
        return f"`{value.relative_to(ROOT) if value.is_absolute() else value}`"
    if isinstance(value, dict) and value:
        return f"`{next(iter(value.values()))}` and so on"
    return f"`{value}`" if value or value == 0 else "none"


def _bounds(info: FieldInfo) -> Iterator[str]:
    for one in info.metadata:
        for sign, word in (("ge", "from"), ("gt", "more than"), ("le", "to")):
            if (bound := getattr(one, sign, None)) is not None:
                yield f"{word} {bound:,}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
