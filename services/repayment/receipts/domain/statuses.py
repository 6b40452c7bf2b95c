"""The life of a repayment, as one total table; the database repeats it as a CHECK."""

from enum import StrEnum
from typing import Final

from services.kit.transitions import TransitionTable


class RepaymentStatus(StrEnum):
    """Where a repayment stands; clients must tolerate new ones."""

    RECEIVED = "received"
    POSTED = "posted"
    SUSPENDED = "suspended"
    REFUNDED = "refunded"
    REVERSED = "reversed"


class Reason(StrEnum):
    """Why money that was booked is taken back; clients must tolerate new ones."""

    RETURNED_BY_BANK = "returned_by_bank"
    CHARGED_BACK = "charged_back"
    BOOKED_TWICE = "booked_twice"
    WRONG_LOAN = "wrong_loan"
    WRONG_AMOUNT = "wrong_amount"


# The money did come: its name may be given to the repayment it should have been.
BOOKED_WRONGLY: Final = frozenset({Reason.WRONG_LOAN, Reason.WRONG_AMOUNT})

_S = RepaymentStatus

REPAYMENT_MOVES: Final = TransitionTable[RepaymentStatus](
    "repayment",
    {
        # The books have not reached its value date, or its loan's own money came back meanwhile.
        _S.RECEIVED: frozenset({_S.POSTED, _S.SUSPENDED, _S.REVERSED}),
        # What becomes known later may leave it nothing to pay, or give it something after all.
        _S.POSTED: frozenset({_S.SUSPENDED, _S.REVERSED, _S.REFUNDED}),
        _S.SUSPENDED: frozenset({_S.POSTED, _S.REVERSED, _S.REFUNDED}),
        # A refund that did not arrive: the money waits again, or pays what is due since.
        _S.REFUNDED: frozenset({_S.POSTED, _S.SUSPENDED}),
        _S.REVERSED: frozenset(),
    },
)
# Its money is on the loan, whether or not anything was due.
ON_THE_LOAN: Final = frozenset({_S.POSTED, _S.SUSPENDED})
