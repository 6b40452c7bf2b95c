"""The shipped rulebook's documents, and rulebooks that differ from it in one place."""

import json
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from typing import Any, Final

from services.underwriting.decisions.domain.rulebook import Rulebook, rulebook_of
from services.underwriting.decisions.domain.rulebook_documents import NAMES
from services.underwriting.decisions.rulebooks import FOLDER, shipped

VERSION: Final = "2026.1"
BOOK: Final = shipped(VERSION)

Documents = dict[str, Any]


def documents() -> Documents:
    """A copy to change."""
    return deepcopy(_read())


def changed(change: Callable[[Documents], object]) -> Rulebook:
    """The rulebook after a change of its documents."""
    every = documents()
    change(every)
    return rulebook_of(every)


def row(every: Documents, table: str, code: str) -> Documents:
    """One row of a table."""
    found: Documents = next(one for one in every[table]["rows"] if one["code"] == code)
    return found


@cache
def _read() -> Documents:
    folder = FOLDER / VERSION
    return {name: json.loads((folder / f"{name}.json").read_text("utf-8")) for name in NAMES}
