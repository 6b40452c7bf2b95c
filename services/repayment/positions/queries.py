"""Reads of closed days, for finance and auditors, who see all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.errors import NotFound
from services.kit.pagination import PageRequest
from services.repayment.positions.domain.progress import DayProgress
from services.repayment.reader import Reader

_DAY: Final = timedelta(days=1)

# A shard has books from the day of its first loan on: the day its first closing closed, or the
# one it stands at while there is none.
_BEGAN: Final = """
    SELECT shard, coalesce(
        (SELECT min(opening) - 1 FROM shard_closings WHERE shard_closings.shard = shards.shard),
        accrued_to) AS began_on
    FROM shards WHERE accrued_to IS NOT NULL
"""
_FIRST: Final[TextClause] = text(f"SELECT min(began_on) FROM ({_BEGAN}) AS begun")  # noqa: S608
_PROGRESS: Final[TextClause] = text(
    f"""
    WITH begun AS MATERIALIZED ({_BEGAN})
    SELECT day.day::date AS day, count(*) AS with_books, count(closing.shard) AS closed,
        coalesce(sum(closing.crossed), 0)::bigint AS crossed,
        min(closing.closed_at) AS first_at, max(closing.closed_at) AS last_at
    FROM generate_series(CAST(:first AS date), CAST(:last AS date), interval '1 day') AS day (day)
    JOIN begun ON begun.began_on <= day.day
    LEFT JOIN shard_closings AS closing ON closing.shard = begun.shard
        AND closing.opening = (day.day + interval '1 day')::date
    GROUP BY day.day
    ORDER BY day.day DESC
    """  # noqa: S608 - names of ours
)


@dataclass(frozen=True, slots=True)
class DayFound:
    """A day and its progress, as seen on `today`."""

    progress: DayProgress
    today: date


async def day(session: AsyncSession, business_date: date) -> DayProgress:
    """The progress of one day; raises `NotFound` for a day on which nobody had a loan."""
    found = await _between(session, business_date, business_date)
    if not found:
        raise NotFound
    return found[0]


async def closing(business_date: date, reader: Reader) -> DayFound:
    """The close of one day; raises `NotFound` also for a day that is still to come."""
    today = reader.clock.today()
    if business_date > today:
        raise NotFound
    async with reader.sessions() as session:
        return DayFound(await day(session, business_date), today)


async def days(page: PageRequest, reader: Reader) -> Sequence[DayFound]:
    """A page of business days, the latest first, one more than it shows.

    The cursor's id is the number of the last day seen.
    """
    today = reader.clock.today()
    last = today if page.cursor is None else date.fromordinal(page.cursor.id.int) - _DAY
    async with reader.sessions() as session:
        began_on = await session.scalar(_FIRST)
        first = last - page.limit * _DAY
        found = [] if began_on is None else await _between(session, max(first, began_on), last)
    return [DayFound(each, today) for each in found]


async def _between(session: AsyncSession, first: date, last: date) -> Sequence[DayProgress]:
    rows = await session.execute(_PROGRESS, {"first": first, "last": last})
    return [DayProgress(**row) for row in rows.mappings()]
