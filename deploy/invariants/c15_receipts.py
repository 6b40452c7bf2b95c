"""C15: a receipt that was taken is there once, under the name its channel gave it."""

from typing import Final

from deploy.invariants.of_repayment import of_repayment

INVARIANT: Final = of_repayment(15)
