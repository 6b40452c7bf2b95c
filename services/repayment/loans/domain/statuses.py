"""The life of a loan, as one total table; the database repeats it as a CHECK."""

from enum import StrEnum
from typing import Final

from services.kit.transitions import TransitionTable


class LoanStatus(StrEnum):
    """Where a loan stands; clients must tolerate new ones."""

    PENDING = "pending"
    ACTIVE = "active"
    SETTLED = "settled"
    WRITTEN_OFF = "written_off"
    SOLD = "sold"


_S = LoanStatus

LOAN_MOVES: Final = TransitionTable[LoanStatus](
    "loan",
    {
        _S.PENDING: frozenset({_S.ACTIVE}),
        # Back to pending when the bank returns the money that opened it.
        _S.ACTIVE: frozenset({_S.SETTLED, _S.WRITTEN_OFF, _S.SOLD, _S.PENDING}),
        # Back to active when money that settled it turns out not to have come.
        _S.SETTLED: frozenset({_S.ACTIVE}),
        _S.WRITTEN_OFF: frozenset(),
        _S.SOLD: frozenset(),
    },
)
