"""Rows of listed names: found, locked, added; decides nothing."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.errors import NotFound
from services.kit.field_keys import FieldKeys
from services.kit.identifiers import new_id
from services.underwriting.watchlist.domain.entries import (
    EntryStatus,
    ListedName,
    ListKind,
)
from services.underwriting.watchlist.domain.matching import forms_of
from services.underwriting.watchlist.domain.screening import Candidate
from services.underwriting.watchlist.sealed_names import columns_of, opened_name
from services.underwriting.watchlist.tables import WatchlistRow


@dataclass(frozen=True, slots=True)
class Listed:
    """A listed name ready to compare, and the version of its row."""

    candidate: Candidate
    version: int


def counts_on(day: date) -> ColumnElement[bool]:
    """The condition of being looked at on a business day."""
    return (WatchlistRow.status != EntryStatus.REMOVED.value) & (
        WatchlistRow.expires_on.is_(None) | (WatchlistRow.expires_on > day)
    )


async def counting_on(session: AsyncSession, day: date, keys: FieldKeys) -> list[Listed]:
    """The names that count on a business day, in one order everywhere; raises `SealBroken`."""
    row = WatchlistRow
    found = await session.execute(
        select(row.entry_id, row.kind, row.status, row.name_sealed, row.number_index, row.version)
        .where(counts_on(day))
        .order_by(row.entry_id)
    )
    return [
        Listed(
            Candidate(
                entry_id=each.entry_id,
                kind=ListKind(each.kind),
                status=EntryStatus(each.status),
                forms=forms_of(opened_name(each.name_sealed, each.entry_id, keys)),
                number_index=each.number_index,
            ),
            each.version,
        )
        for each in found
    ]


async def count_kept(session: AsyncSession) -> int:
    """How many names are on the lists, expired ones too."""
    counted = await session.scalar(
        select(func.count()).where(WatchlistRow.status != EntryStatus.REMOVED.value)
    )
    return int(counted or 0)


async def add(
    session: AsyncSession, listed: ListedName, added_by: str, keys: FieldKeys
) -> WatchlistRow | None:
    """A new entry; None when its number is on this list already."""
    entry_id = new_id()
    row: WatchlistRow | None = await session.scalar(
        insert(WatchlistRow)
        .values(
            entry_id=entry_id,
            status=EntryStatus.STANDING.value,
            added_by=added_by,
            **columns_of(listed, entry_id, keys),
        )
        .on_conflict_do_nothing()
        .returning(WatchlistRow)
    )
    return row


async def lock(session: AsyncSession, entry_id: UUID) -> WatchlistRow:
    """The entry, locked; raises `NotFound`."""
    row = await session.scalar(
        select(WatchlistRow).where(WatchlistRow.entry_id == entry_id).with_for_update()
    )
    if row is None:
        raise NotFound
    return row
