"""What the reference shows of the lists; every name and number in it is made up."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from services.underwriting.watchlist import views
from services.underwriting.watchlist.domain.entries import Entry, EntryStatus, Removal
from services.underwriting.watchlist.schemas.written import WatchlistEntryCreate

_MOMENT: Final = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
_TODAY: Final = date(2026, 11, 23)

ENTRY_CREATE_EXAMPLE: Final[dict[str, Any]] = {
    "kind": "blacklist",
    "listed_as": "person",
    "name": "示例某人",
    "number": "110101199003070003",
    "source": "own collection",
    "reason": "Loan of 2024 written off after a forged statement",
    "expires_on": "2031-01-01",
}
ENTRY_UPDATE_EXAMPLE: Final = {
    "is_disputed": True,
    "note": "The borrower says the statement was the bank's own",
}
REMOVAL_CREATE_EXAMPLE: Final = {"reason": "Listed in error: another person of the same name"}
_ENTRY: Final = Entry(
    entry_id=UUID("01890a5d-ac96-774b-bcce-b302099a8057"),
    listed=WatchlistEntryCreate.model_validate(ENTRY_CREATE_EXAMPLE).listed(),
    status=EntryStatus.STANDING,
    added_by="risk_manager",
    created_at=_MOMENT,
    updated_at=_MOMENT,
    version=1,
    removal=None,
)
_REMOVED: Final = replace(
    _ENTRY,
    status=EntryStatus.REMOVED,
    version=2,
    removal=Removal(
        removed_by="risk_manager2", removed_at=_MOMENT, reason=REMOVAL_CREATE_EXAMPLE["reason"]
    ),
)


def _shown(entry: Entry, *, is_name_shown: bool = False) -> dict[str, Any]:
    return views.entry(entry, _TODAY, is_name_shown=is_name_shown).model_dump(mode="json")


ENTRY_EXAMPLE: Final = _shown(_ENTRY, is_name_shown=True)
ENTRY_ADDED_EXAMPLE: Final = _shown(_ENTRY)
ENTRY_REMOVED_EXAMPLE: Final = _shown(_REMOVED)
ENTRIES_EXAMPLE: Final = {"data": [ENTRY_EXAMPLE], "has_more": False, "next_cursor": None}
