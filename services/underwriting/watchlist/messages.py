"""What others are told of a listed name, and what the audit keeps: nothing about a person."""

from typing import Final

from services.kit.audit import Members
from services.kit.identifiers import typeid_of
from services.underwriting.watchlist.tables import WatchlistRow

AGGREGATE_TYPE: Final = "watchlist_entry"
ADDED: Final = "watchlist_entry.added"
AMENDED: Final = "watchlist_entry.amended"
REMOVED: Final = "watchlist_entry.removed"


def entry_event(row: WatchlistRow) -> dict[str, object]:
    """The body of every event about a listed name."""
    return {
        "id": typeid_of("wle", row.entry_id),
        "status": row.status,
        "version": row.version,
    }


def entry_facts(row: WatchlistRow) -> Members:
    """What the audit keeps of a listed name."""
    return {
        "kind": row.kind,
        "listed_as": row.listed_as,
        "status": row.status,
        "source": row.source,
        "expires_on": row.expires_on.isoformat() if row.expires_on else None,
    }
