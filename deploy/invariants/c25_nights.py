"""C25: nights are closed one after the other, as the repayment service asks it of itself."""

from typing import Final

from deploy.invariants.of_repayment import of_repayment

INVARIANT: Final = of_repayment(25)
