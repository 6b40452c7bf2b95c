"""Close every business day before today, shard by shard, each night in a transaction of its own.

A crash loses at most the night at hand; a second worker waits its turn and finds it closed.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.database import Sessions
from services.kit.each_apart import each_apart
from services.kit.failpoints import reached
from services.repayment.failpoints import RepaymentPoint
from services.repayment.ledger import entry as ledger
from services.repayment.positions import repository
from services.repayment.positions.closing import roll_on

REFOLDED_AT_ONCE_MAX: Final = 500
_DAY: Final = timedelta(days=1)

# Folds a loan anew in a transaction of its own; whose loans these are knows how.
Refold = Callable[[UUID], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Night:
    """What came of an attempt at one night of a shard.

    `is_last` says that its books have reached today; `stale` are loans to be folded anew first.
    """

    is_last: bool = False
    stale: Sequence[UUID] = ()


async def close_books(today: date, sessions: Sessions, refold: Refold) -> None:
    """Bring the books of all shards to the opening of `today`.

    Raises `DatabaseUnavailable`, and what a shard failed with whose books could not be brought
    there, once all others were; what is closed by then stays closed.
    """

    async def catch_up(shard: int) -> None:
        await _catch_up(shard, today, sessions, refold)

    while True:
        async with sessions() as session:
            shards = await repository.lagging(session, today)
        if not shards:
            return
        await each_apart(shards, catch_up)


async def _catch_up(shard: int, today: date, sessions: Sessions, refold: Refold) -> None:
    night = Night()
    while not night.is_last:
        async with sessions.begin() as session:
            night = await _close_night(session, shard, today)
        await reached(RepaymentPoint.NIGHT_CLOSED)
        for loan_id in night.stale:
            await refold(loan_id)
            await reached(RepaymentPoint.LOAN_REFOLDED)


async def _close_night(session: AsyncSession, shard: int, today: date) -> Night:
    day = await repository.lock_shard(session, shard)
    if day is None or day >= today:
        return Night(is_last=True)
    opening = day + _DAY
    stale = await repository.due_for_refold(session, shard, opening, REFOLDED_AT_ONCE_MAX)
    if stale:
        return Night(stale=stale)
    rolled = await roll_on(session, shard, day)
    names = await repository.books(session)
    moved = [
        ledger.BookMoved(names[book].product_code, names[book].currency, moves)
        for book, moves in sorted(rolled.by_book().items())
    ]
    await ledger.book_night(session, ledger.Night(shard, day), moved)
    await repository.advance(session, shard, opening, rolled.crossed)
    return Night(is_last=opening >= today)
