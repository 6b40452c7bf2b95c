"""Which lines of a loan are kept: the one that holds, and the next few."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from services.loan_engine.servicing.fold import Folded
from services.loan_engine.servicing.line import Line

LINES_AHEAD: Final = 6  # half a year of a loan that is paid by the month


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A line, and the day from which the next one holds; None when none is to come."""

    line: Line
    next_change_on: date | None


@dataclass(frozen=True, slots=True)
class Kept:
    """The lines of one loan from the one that holds on; good until `refold_on`, exclusive.

    Before `refold_on` is closed over, the loan has to be folded anew: more lines are to come then,
    or the last one has grown too old for a database's arithmetic. `date.max` is never: what is
    paid back, or owes nothing that grows, is not looked at again.
    """

    lines: tuple[KeptLine, ...]
    refold_on: date

    @property
    def current(self) -> KeptLine:
        """The line that holds."""
        return self.lines[0]


def kept_of(loan: Folded, opening: date) -> Kept | None:
    """What to keep of a loan that stands at the opening of `opening`.

    None when nothing has happened to it by then.
    """
    held = loan.line_on(opening)
    if held is None or loan.reaches is None:
        return None
    place = loan.lines.index(held)
    ahead = loan.lines[place : place + LINES_AHEAD + 2]
    kept = tuple(
        KeptLine(line, ahead[at + 1].from_day if at + 1 < len(ahead) else None)
        for at, line in enumerate(ahead[: LINES_AHEAD + 1])
    )
    return Kept(kept, kept[-1].next_change_on or _end_of(kept[-1].line, loan.reaches))


def _end_of(last: Line, reaches: date) -> date:
    """What stands still is as good after a thousand years as it is today."""
    return date.max if last.stands_still else reaches
