"""Rows of shards, positions and lines: locks, reads and writes them; decides nothing."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import TextClause, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.kit import driver
from services.loan_engine.day_count import thirty_day_index
from services.repayment.domain.quantities import Quantities
from services.repayment.positions.domain.kept_lines import Kept
from services.repayment.positions.growth_sql import held_statement, stale_statement
from services.repayment.positions.keeping_sql import document_of, keep_statement
from services.repayment.positions.stored import line_columns
from services.repayment.positions.tables import (
    BookRow,
    LineRow,
    PositionRow,
    ShardClosingRow,
    ShardRow,
)

# Advisory, never by row: a stream of shared row locks starves the close; these queue in turn.
SHARD_LOCKS: Final = 0x5AD0

_SHARE: Final = "SELECT share_shard($1, $2, $3) AS opening"
_EXCLUSIVE: Final[TextClause] = text(
    "SELECT pg_advisory_xact_lock(CAST(:locks AS integer), CAST(:shard AS integer))"
)
_ACCRUED_TO: Final = "SELECT accrued_to FROM shards WHERE shard = $1"


class Fixed(NamedTuple):
    """What is kept of a loan beside its lines: its book, and in which days its interest steps."""

    product_code: str
    currency: str
    day_kind: int


async def share_shard(session: AsyncSession, shard: int, today: date) -> date:
    """Keep a shard's books from being closed before the commit; the opening they stand at.

    A shard without loans begins today.
    """
    (found,) = await driver.fetch(session, _SHARE, SHARD_LOCKS, shard, today)
    opening: date = found["opening"]
    return opening


async def lock_shard(session: AsyncSession, shard: int) -> date | None:
    """Have a shard's books to oneself; the opening they stand at, None before its first loan."""
    await session.execute(_EXCLUSIVE, {"locks": SHARD_LOCKS, "shard": shard})
    return await accrued_to(session, shard)


async def advance(session: AsyncSession, shard: int, opening: date, crossed: int) -> None:
    """Note that the day before `opening` is closed in a locked shard."""
    await session.execute(
        update(ShardRow).where(ShardRow.shard == shard).values(accrued_to=opening)
    )
    session.add(ShardClosingRow(shard=shard, opening=opening, crossed=crossed))


async def held(
    session: AsyncSession, shard: int, loan_id: UUID, opening: date
) -> tuple[Quantities, bool]:
    """What a loan came to at an opening by the line that holds, and whether it was accruing.

    Nothing, accruing, for a loan that has no line yet.
    """
    values = loan_id, opening, thirty_day_index(opening)
    found = await driver.fetchrow(session, held_statement(shard), *values)
    return _came_to([] if found is None else [*found.values()])


async def keep(
    session: AsyncSession, place: tuple[int, UUID], opening: date, kept: Kept, fixed: Fixed
) -> tuple[Quantities, bool]:
    """Write the lines of a loan that is locked, in place of those it had; what `held` said then."""
    shard, loan_id = place
    statement = keep_statement(shard)
    values = (
        loan_id,
        document_of(line_columns(line) for line in kept.lines),
        kept.current.line.from_day,
        kept.refold_on,
        *fixed,
        opening,
        thirty_day_index(opening),
    )
    ((book, *was),) = (found.values() for found in await driver.fetch(session, statement, *values))
    if book is None:
        await _open_book(session, fixed)
        await driver.fetch(session, statement, *values)
    return _came_to(was)


async def leave(session: AsyncSession, place: tuple[int, UUID]) -> None:
    """Take a locked loan off its shard: nothing has happened to it."""
    shard, loan_id = place
    for row in (LineRow, PositionRow):
        await session.execute(delete(row).where(row.shard == shard, row.loan_id == loan_id))


async def due_for_refold(
    session: AsyncSession, shard: int, opening: date, limit: int
) -> Sequence[UUID]:
    """The loans of a shard whose lines do not reach over the close that makes `opening`."""
    values = {"opening": opening, "limit": limit}
    return (await session.scalars(stale_statement(shard), values)).all()


async def books(session: AsyncSession) -> dict[int, BookRow]:
    """Every book by its number."""
    return {row.book: row for row in await session.scalars(select(BookRow))}


async def lagging(session: AsyncSession, today: date) -> Sequence[int]:
    """The shards whose books are behind `today`, in another order each time.

    Whatever else decided would put a shard that cannot be closed ahead of the same others always.
    """
    statement = select(ShardRow.shard).where(ShardRow.accrued_to < today).order_by(func.random())
    return (await session.scalars(statement)).all()


async def accrued_to(session: AsyncSession, shard: int) -> date | None:
    """Up to which opening the books of a shard are made; None before its first loan."""
    found = await driver.fetchrow(session, _ACCRUED_TO, shard)
    return None if found is None else found["accrued_to"]


async def openings_before(session: AsyncSession, today: date) -> Sequence[date]:
    """The openings at which the books of shards stand that are behind `today`."""
    statement = select(ShardRow.accrued_to).where(ShardRow.accrued_to < today)
    return [each for each in await session.scalars(statement) if each is not None]


def _came_to(values: list[Any]) -> tuple[Quantities, bool]:
    """A row of `held`: whether it was accruing, and its quantities; nulls when there is none."""
    if not values or values[0] is None:
        return Quantities.none(), True
    return Quantities(tuple(values[1:])), values[0]


async def _open_book(session: AsyncSession, fixed: Fixed) -> None:
    """A book for a product's first loan in a currency; somebody else's may be there by now."""
    values = {"product_code": fixed.product_code, "currency": fixed.currency}
    await session.execute(insert(BookRow).values(values).on_conflict_do_nothing())
