"""What others are told of a listed name: nothing about a person."""

from typing import Final
from uuid import UUID

from services.kit.identifiers import typeid_of

AGGREGATE_TYPE: Final = "watchlist_entry"
ADDED: Final = "watchlist_entry.added"
AMENDED: Final = "watchlist_entry.amended"
REMOVED: Final = "watchlist_entry.removed"


def entry_event(entry_id: UUID, status: str, version: int) -> dict[str, object]:
    """The body of every event about a listed name."""
    return {"id": typeid_of("wle", entry_id), "status": status, "version": version}
