"""C11: money that moved is booked once, as the repayment service asks it of itself."""

from typing import Final

from deploy.invariants.of_repayment import of_repayment

INVARIANT: Final = of_repayment(11)
