"""The fold: what was agreed and what happened, in; everything owed on any day, out."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from services.loan_engine.servicing.agreement import Agreement
from services.loan_engine.servicing.debt import Allocation
from services.loan_engine.servicing.instalments import Instalment
from services.loan_engine.servicing.line import Line
from services.loan_engine.servicing.transactions import Transaction, standing
from services.loan_engine.servicing.walk import ANCHOR_DAYS, Walk


@dataclass(frozen=True, slots=True)
class Folded:
    """A loan as its history makes it, and as it will be if nothing more happens.

    `lines` and `instalments` are in the order of their days; `allocations` say where each receipt
    went.
    """

    lines: tuple[Line, ...]
    instalments: tuple[Instalment, ...]
    allocations: tuple[Allocation, ...]

    def line_on(self, day: date) -> Line | None:
        """The line that holds at the opening of `day`; None before anything happened."""
        place = bisect_right(self.lines, day, key=lambda line: line.from_day)
        return self.lines[place - 1] if place else None

    @property
    def reaches(self) -> date | None:
        """The last day the last line is safe for in a database's arithmetic."""
        return self.lines[-1].from_day + timedelta(days=ANCHOR_DAYS) if self.lines else None

    def payoff_minor(self, day: date) -> int:
        """What settles the loan when it is paid on `day`, in minor units; 0 when nothing is owed.

        Interest is for the days used (民法典 art. 677); money in suspense counts.
        """
        line = self.line_on(day)
        return 0 if line is None else max(0, line.owed_in_all(day) - line.moved.suspense)


def fold(agreement: Agreement, transactions: Iterable[Transaction], *, horizon: date) -> Folded:
    """The loan made of `transactions`, in whatever order they are given.

    It is total: no history raises. A waiver of more than is owed forgives what is owed; money
    with nowhere to go lies in suspense. A debt that only grows has lines up to `horizon`.
    """
    history = standing(transactions)
    if not history:
        return Folded((), (), ())
    walk = Walk(agreement, history[0].value_date)
    walk.go(history, horizon)
    return Folded(tuple(walk.lines), tuple(walk.debt.instalments), tuple(walk.debt.allocations))
