"""Listed names as rows keep them, and back."""

from typing import Any
from uuid import UUID

from services.kit.field_keys import FieldKeys
from services.underwriting.watchlist.domain.entries import (
    Entry,
    EntryStatus,
    ListedAs,
    ListedName,
    ListKind,
    Removal,
)
from services.underwriting.watchlist.tables import WatchlistRow


def number_index(number: str, keys: FieldKeys) -> bytes:
    """What rows of one identity number or credit code have in common."""
    return keys.blind_index.of("watchlist.number", number.upper())


def columns_of(listed: ListedName, entry_id: UUID, keys: FieldKeys) -> dict[str, Any]:
    """The columns of its row that a listed name fills."""
    number = listed.number
    return {
        "kind": listed.kind.value,
        "listed_as": listed.listed_as.value,
        "name_sealed": keys.ring.seal(listed.name, context=f"watchlist.name:{entry_id}"),
        "number_sealed": (
            keys.ring.seal(number, context=f"watchlist.number:{entry_id}") if number else None
        ),
        "number_index": number_index(number, keys) if number else None,
        "source": listed.source,
        "reason": listed.reason,
        "expires_on": listed.expires_on,
    }


def entry_of(row: WatchlistRow, keys: FieldKeys) -> Entry:
    """The entry a row holds; raises `SealBroken`."""
    number = row.number_sealed
    listed = ListedName(
        kind=ListKind(row.kind),
        listed_as=ListedAs(row.listed_as),
        name=opened_name(row.name_sealed, row.entry_id, keys),
        number=(
            keys.ring.open(number, context=f"watchlist.number:{row.entry_id}") if number else None
        ),
        source=row.source,
        reason=row.reason,
        expires_on=row.expires_on,
    )
    return Entry(
        entry_id=row.entry_id,
        listed=listed,
        status=EntryStatus(row.status),
        added_by=row.added_by,
        created_at=row.created_at,
        updated_at=row.updated_at,
        version=row.version,
        removal=_removal_of(row),
    )


def opened_name(sealed: bytes, entry_id: UUID, keys: FieldKeys) -> str:
    """The listed name alone; raises `SealBroken`."""
    return keys.ring.open(sealed, context=f"watchlist.name:{entry_id}")


def _removal_of(row: WatchlistRow) -> Removal | None:
    if row.removed_at is None or row.removed_by is None or row.removal_reason is None:
        return None
    return Removal(removed_by=row.removed_by, removed_at=row.removed_at, reason=row.removal_reason)
