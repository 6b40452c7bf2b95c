"""The close of one shard's day: what grew, summed, and who crossed a line."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from services.repayment.domain.quantities import Quantities
from services.repayment.positions.growth_sql import at, close_statement

_DAY: Final = timedelta(days=1)


class LinesMissing(LookupError):
    """A loan's next line is not there: it should have been folded anew before this day."""


class Move(NamedTuple):
    """What the quantities of one book moved by in one night, under one accrual basis."""

    book: int
    is_accruing: bool
    moved: Quantities


class Rolled(NamedTuple):
    """One shard's day: what moved, and how many loans crossed a line."""

    moves: Sequence[Move]
    crossed: int

    def by_book(self) -> Mapping[int, Sequence[Move]]:
        """What moved, book by book."""
        found: dict[int, list[Move]] = {}
        for move in self.moves:
            found.setdefault(move.book, []).append(move)
        return found


async def roll_on(session: AsyncSession, shard: int, day: date) -> Rolled:
    """Close `day` for the loans of a shard whose lock is held. Raises `LinesMissing`."""
    values = {**at("old", day), **at("new", day + _DAY)}
    found = (await session.execute(close_statement(shard), values)).all()
    crossing, rolled = found[0][:2]
    if crossing != rolled:
        raise LinesMissing(f"shard {shard}: {crossing - rolled} loans have no line after {day}")
    moves = [
        Move(row[2], row[3], Quantities(tuple(row[4:]))) for row in found if row[2] is not None
    ]
    return Rolled(moves, crossing)
