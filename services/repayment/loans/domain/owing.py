"""What a loan owes at an opening, and the status that follows from it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from services.loan_engine.servicing.fold import Folded
from services.loan_engine.servicing.instalments import Origin
from services.repayment.loans.domain.statuses import LoanStatus

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Owing:
    """What is owed, in minor units: `principal_minor` of it principal, due or not.

    A refund whose money a reversal took away since is owed, too: `missing_minor`. The loan is late
    from the day after `late_after` on while nothing happens; None while nothing of its schedule is
    unpaid.
    """

    in_all_minor: int
    principal_minor: int
    days_past_due: int
    late_after: date | None = None
    missing_minor: int = 0

    @property
    def outstanding_minor(self) -> int:
        """What is out and did not come back: principal, and what was given back and is missing."""
        return self.principal_minor + self.missing_minor


NOTHING: Final = Owing(0, 0, 0)


def owing_on(loan: Folded, opening: date) -> Owing:
    """What a loan owes at an opening; days past due are those of the close before it."""
    line = loan.line_on(opening)
    if line is None:
        return NOTHING
    return Owing(
        line.wanting_in_all(opening),
        line.principal_minor,
        line.days_past_due(opening - _DAY),
        late_after_of(loan),
        line.moved.overdrawn,
    )


def late_after_of(loan: Folded) -> date | None:
    """The due date of the oldest instalment of the schedule that no money pays, here or waiting.

    Days past due are counted from it; fees and what was given back make nobody late.
    """
    unpaid = (
        each.due_on
        for each in loan.instalments
        if each.origin is Origin.SCHEDULE and not each.is_settled
    )
    return min(unpaid, default=None)


def status_by(owing: Owing, status: LoanStatus) -> LoanStatus:
    """Where a loan stands by what it owes: settled with nothing, active again with something."""
    if status is LoanStatus.ACTIVE and owing.in_all_minor == 0:
        return LoanStatus.SETTLED
    if status is LoanStatus.SETTLED and owing.in_all_minor > 0:
        return LoanStatus.ACTIVE
    return status
