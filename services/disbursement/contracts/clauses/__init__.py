"""The clause files: one folder per version, one file per language; a version never changes."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from services.disbursement.contracts.domain.signers import SignerRole
from services.disbursement.contracts.domain.templates import Clause, Template
from services.kit.languages import Language

CURRENT: Final = "2026.1"
LANGUAGES: Final[tuple[Language, ...]] = ("zh-CN", "en")
_FOLDER: Final = Path(__file__).parent


@cache
def template(version: str, language: Language) -> Template:
    """The clauses of one version in one language; raises `TemplateUnusable`, FileNotFoundError."""
    path = _FOLDER / version / f"{language}.toml"
    written = tomllib.loads(path.read_text(encoding="utf-8"))
    words = written["words"]
    return Template(
        language=language,
        title=written["title"],
        subtitle=written["subtitle"],
        footer=written["footer"],
        words={name: word for name, word in words.items() if isinstance(word, str)},
        heads={name: tuple(head) for name, head in words.items() if isinstance(head, list)},
        codes={name: codes for name, codes in words.items() if isinstance(codes, dict)},
        clauses=tuple(_clause(each) for each in written["clauses"]),
    )


def _clause(written: Mapping[str, Any]) -> Clause:
    when = written.get("when")
    return Clause(
        code=written["code"],
        title=written["title"],
        paragraphs=tuple(written["paragraphs"]),
        is_material=written.get("is_material", False),
        table=written.get("table"),
        when=None if when is None else SignerRole(when),
    )
