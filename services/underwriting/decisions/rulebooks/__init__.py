"""The rulebooks we ship: one folder of JSON files per version, never edited once decided by."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from services.underwriting.decisions.domain.rulebook import Rulebook, rulebook_of
from services.underwriting.decisions.domain.rulebook_documents import NAMES

FOLDER: Final = Path(__file__).parent
VERSIONS: Final = ("2026.1",)  # in the order of their first days


class UnknownRulebook(LookupError):
    """No such version is shipped, or none is in force yet."""


@cache
def shipped(version: str) -> Rulebook:
    """The rulebook of that version; raises `UnknownRulebook`."""
    if version not in VERSIONS:
        raise UnknownRulebook(version)
    folder = FOLDER / version
    return rulebook_of(
        {name: json.loads((folder / f"{name}.json").read_text("utf-8")) for name in NAMES}
    )


def current(day: date) -> Rulebook:
    """The latest rulebook that has begun on `day`; raises `UnknownRulebook` before the first."""
    begun = [book for book in map(shipped, VERSIONS) if book.valid_from <= day]
    if not begun:
        raise UnknownRulebook(day.isoformat())
    return begun[-1]
