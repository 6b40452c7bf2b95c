"""What became of a receipt's money by an opening: it follows from the fold, and is never stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from services.loan_engine.servicing.debt import Allocation
from services.loan_engine.servicing.fold import Folded
from services.repayment.receipts.domain.statuses import RepaymentStatus


@dataclass(frozen=True, slots=True)
class Use:
    """Where the money of one receipt went, in minor units; `parts` in the order of payment.

    What is given back bears no component; `unapplied_minor` waits in suspense.
    """

    amount_minor: int
    parts: tuple[Allocation, ...] = ()

    @property
    def applied_minor(self) -> int:
        """What paid something that was owed."""
        return sum(each.amount_minor for each in self.parts if each.component is not None)

    @property
    def given_back_minor(self) -> int:
        """What went back out of suspense."""
        return sum(each.amount_minor for each in self.parts if each.component is None)

    @property
    def unapplied_minor(self) -> int:
        """What waits."""
        return self.amount_minor - self.applied_minor - self.given_back_minor


def use_of(loan: Folded, opening: date, reference: str, amount_minor: int) -> Use:
    """What became of the receipt `reference` by `opening`; what is to come is left out."""
    return Use(amount_minor, tuple(_until(loan.allocations, opening, reference)))


def status_by(use: Use, *, owes_nothing: bool) -> RepaymentStatus:
    """Where a receipt on the loan stands: suspended when it paid nothing, and nothing is owed.

    Money that waits for the next due date is posted: it will pay something.
    """
    is_idle = owes_nothing and use.applied_minor == 0
    return RepaymentStatus.SUSPENDED if is_idle else RepaymentStatus.POSTED


def _until(
    allocations: Iterable[Allocation], opening: date, reference: str
) -> Iterable[Allocation]:
    return (each for each in allocations if each.reference == reference and each.on <= opening)
