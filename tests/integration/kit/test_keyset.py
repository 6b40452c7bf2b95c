"""Pages over a real table: each row once, in order, also among equal times and new arrivals."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from services.kit.database import COLUMN_TYPES, make_engine, make_sessions
from services.kit.pagination import Cursor, PageRequest, page_of, paged
from tests.conftest import PoolSizes
from tests.fixed_clock import FixedClock
from tests.postgres_run import Addresses

NOW = FixedClock().now()
ROWS = 23


class Row(DeclarativeBase):
    """The base of this file's one table."""

    type_annotation_map = COLUMN_TYPES


class PebbleRow(Row):
    """A pebble: three of them share each instant."""

    __tablename__ = "pebbles"

    pebble_id: Mapped[UUID] = mapped_column(primary_key=True)
    created_at: Mapped[datetime]


@pytest.fixture
async def session(database: Addresses) -> AsyncIterator[AsyncSession]:
    """A session with the pebbles in a table that vanishes with it; services may not make one."""
    engine = make_engine(database.admin_dsn, schema="public", settings=PoolSizes())
    async with make_sessions(engine)() as opened:
        connection: AsyncConnection = await opened.connection()
        columns = "pebble_id uuid PRIMARY KEY, created_at timestamptz NOT NULL"
        await connection.execute(text(f"CREATE TEMPORARY TABLE pebbles ({columns})"))
        for number in range(ROWS):
            await add(opened, number, NOW + timedelta(microseconds=number // 3))
        yield opened
        await opened.rollback()
    await engine.dispose()


async def add(session: AsyncSession, number: int, created_at: datetime) -> None:
    session.add(PebbleRow(pebble_id=UUID(int=number), created_at=created_at))
    await session.flush()


async def found(
    session: AsyncSession, request: PageRequest, *, newest_first: bool
) -> Sequence[PebbleRow]:
    statement = paged(
        select(PebbleRow),
        request,
        created_at=PebbleRow.created_at,
        identifier=PebbleRow.pebble_id,
        newest_first=newest_first,
    )
    return (await session.scalars(statement)).all()


async def walk(session: AsyncSession, limit: int, *, newest_first: bool) -> list[int]:
    seen: list[int] = []
    places: dict[str, Cursor] = {}

    def seal(place: Cursor) -> str:
        places[str(place.id)] = place
        return str(place.id)

    cursor: Cursor | None = None
    while True:
        request = PageRequest(limit, cursor, seal)
        rows = await found(session, request, newest_first=newest_first)
        page = page_of(
            rows,
            request,
            place=lambda row: Cursor(row.created_at, row.pebble_id),
            read=lambda row: row.pebble_id.int,
        )
        seen += page.data
        if page.next_cursor is None:
            return seen
        cursor = places[page.next_cursor]


@pytest.mark.parametrize("limit", [1, 2, 3, 22, 23, 24])
async def test_every_row_is_seen_once_in_order(session: AsyncSession, limit: int) -> None:
    assert await walk(session, limit, newest_first=False) == list(range(ROWS))
    assert await walk(session, limit, newest_first=True) == list(reversed(range(ROWS)))


async def test_a_row_that_arrives_meanwhile_moves_no_other(session: AsyncSession) -> None:
    first = PageRequest(5, None, str)
    rows = await found(session, first, newest_first=True)
    await add(session, 1000, NOW + timedelta(seconds=1))
    last = rows[first.limit - 1]
    second = PageRequest(5, Cursor(last.created_at, last.pebble_id), str)
    following = await found(session, second, newest_first=True)
    shown = [row.pebble_id.int for row in [*rows[:5], *following[:5]]]
    assert shown == [22, 21, 20, 19, 18, 17, 16, 15, 14, 13]
