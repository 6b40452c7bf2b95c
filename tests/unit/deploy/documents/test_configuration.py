"""docs/guides/configuration.md has every setting there is."""

from importlib import import_module
from pathlib import Path

import pytest

from deploy.documents import configuration
from deploy.documents.setting_words import LOCAL_WORDS, WORDS
from deploy.local.settings import StackSettings
from gateway.settings import SERVICES, GatewaySettings

CLASSES = [
    GatewaySettings,
    *(import_module(f"services.{name}.settings").Settings for name in SERVICES),
]


def test_the_page_is_what_the_classes_say() -> None:
    assert configuration.main(["--check"]) == 0


def test_an_old_page_fails_and_is_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(configuration, "PAGE", tmp_path / "configuration.md")
    assert configuration.main(["--check"]) == configuration.EXIT_DRIFT
    assert "make configuration" in capsys.readouterr().err
    assert configuration.main([]) == 0
    assert configuration.main(["--check"]) == 0


def test_each_setting_has_its_words_and_no_words_are_left_over() -> None:
    assert WORDS.keys() == {name for each in CLASSES for name in each.model_fields}


def test_each_setting_of_the_local_stack_has_its_words_or_is_a_port() -> None:
    ports = {name for name in StackSettings.model_fields if name.endswith("port")}
    assert StackSettings.model_fields.keys() - ports - set(SERVICES) == LOCAL_WORDS.keys()


def test_a_row_says_what_is_needed_what_is_usual_and_what_is_allowed() -> None:
    rows = configuration.page().splitlines()
    for row in (
        "| `<NAME>_DATABASE_URL` | **must be said** | `postgresql://…` as the role that runs, "
        "`<name>` |",
        "| `DISBURSEMENT_READING_S` | `15` | seconds the cost disclosure must be read before it "
        "is confirmed (from 0 to 3,600) |",
        "| `GATEWAY_DEV_ISSUER` | off | the development issuer; refused in production and off "
        "loopback |",
        "| `XIAOWEI_HOME` | `.local` | the folder of its data, keys and logs |",
        "| `XIAOWEI_REPAYMENT_OPS_PORT` | `9104` | the port of repayment (ops port) |",
    ):
        assert row in rows
