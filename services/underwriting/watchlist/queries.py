"""Reads for the GETs of the lists; whoever may read them reads all of them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from services.kit.database import Sessions
from services.kit.errors import NotFound
from services.kit.field_keys import FieldKeys
from services.kit.pagination import PageRequest, paged
from services.underwriting.watchlist.domain.entries import Entry, EntryStatus, ListedAs, ListKind
from services.underwriting.watchlist.sealed_names import entry_of
from services.underwriting.watchlist.tables import WatchlistRow


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Which of the listed names to show."""

    kind: ListKind | None
    listed_as: ListedAs | None
    status: EntryStatus | None


async def entries(
    sessions: Sessions, wanted: EntryFilter, page: PageRequest, keys: FieldKeys
) -> list[Entry]:
    """Listed names, newest first."""
    statement = select(WatchlistRow)
    if wanted.kind is not None:
        statement = statement.where(WatchlistRow.kind == wanted.kind.value)
    if wanted.listed_as is not None:
        statement = statement.where(WatchlistRow.listed_as == wanted.listed_as.value)
    if wanted.status is not None:
        statement = statement.where(WatchlistRow.status == wanted.status.value)
    statement = paged(
        statement,
        page,
        created_at=WatchlistRow.created_at,
        identifier=WatchlistRow.entry_id,
    )
    async with sessions() as session:
        rows = (await session.scalars(statement)).all()
    return [entry_of(row, keys) for row in rows]


async def entry_by_id(sessions: Sessions, entry_id: UUID, keys: FieldKeys) -> Entry:
    """One listed name, removed or not; raises `NotFound`."""
    async with sessions() as session:
        row = await session.get(WatchlistRow, entry_id)
    if row is None:
        raise NotFound
    return entry_of(row, keys)
