"""Which lines of a loan are kept: the one that holds, and the next few."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
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
    or the last one grows too old for a database's arithmetic. `date.max` is never: what is
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
    end = _end_of(loan.lines[-1], loan.reaches)
    ahead = (each for each in _pieces(loan, held, end) if each[1] > opening)
    kept = tuple(islice(ahead, LINES_AHEAD + 1))
    lines = (KeptLine(line, until if until < end else None) for line, until in kept)
    return Kept(tuple(lines), kept[-1][1])


def _pieces(loan: Folded, held: Line, end: date) -> Iterator[tuple[Line, date]]:
    """The lines from the one that holds on, each with the day it is good until, exclusive.

    One whose numbers would grow too large by then is begun anew in time.
    """
    lines = loan.lines[loan.lines.index(held) :]
    ends = (*(line.from_day for line in lines[1:]), end)
    for line, until in zip(lines, ends, strict=True):
        piece = line
        while (safe_until := piece.safe_until(until)) < until:
            yield piece, safe_until
            piece = piece.begun_on(safe_until)
        yield piece, until


def _end_of(last: Line, reaches: date) -> date:
    """What stands still is as good after a thousand years as it is today."""
    return date.max if last.stands_still else reaches
