"""The lives of contract, payout and loan as we hear of them: what may be heard after what.

They belong to the services that keep them. Here a status may be skipped, for a message is a
glimpse, but none is ever heard again once a later one was.
"""

from enum import StrEnum
from typing import Final, TypeVar

from services.kit.transitions import TransitionTable

StatusT = TypeVar("StatusT", bound=StrEnum)


class ContractStatus(StrEnum):
    """Where a contract stands in the disbursement service."""

    DRAFT = "draft"
    DISCLOSED = "disclosed"
    SIGNING = "signing"
    SIGNED = "signed"
    EFFECTIVE = "effective"
    SETTLED = "settled"
    VOIDED = "voided"
    TERMINATED = "terminated"


class PayoutStatus(StrEnum):
    """Where a payout stands in the disbursement service."""

    CREATED = "created"
    CONDITIONS_PENDING = "conditions_pending"
    READY = "ready"
    APPROVED = "approved"
    SUBMITTED = "submitted"
    UNKNOWN = "unknown"
    SETTLED = "settled"
    FAILED = "failed"
    RETURNED = "returned"
    CANCELLED = "cancelled"


class LoanStatus(StrEnum):
    """Where a loan stands in the repayment service; pending again once its payout came back."""

    PENDING = "pending"
    ACTIVE = "active"
    SETTLED = "settled"
    WRITTEN_OFF = "written_off"


_C, _P, _L = ContractStatus, PayoutStatus, LoanStatus
_CONTRACT_ENDS: Final = frozenset({_C.SETTLED, _C.VOIDED, _C.TERMINATED})
_CONTRACT_ORDER: Final = (_C.DRAFT, _C.DISCLOSED, _C.SIGNING, _C.SIGNED, _C.EFFECTIVE)
# Until it is submitted a payout may go to and fro: a new account asks for a new approval.
PREPARING: Final = frozenset({_P.CREATED, _P.CONDITIONS_PENDING, _P.READY, _P.APPROVED})
_UNDER_WAY: Final = frozenset({_P.SUBMITTED, _P.UNKNOWN})
_PAID_OR_NOT: Final = frozenset({_P.SETTLED, _P.FAILED, _P.RETURNED})

CONTRACT_LIFE: Final = TransitionTable[ContractStatus](
    "contract",
    {
        **{
            status: frozenset(_CONTRACT_ORDER[place + 1 :]) | _CONTRACT_ENDS
            for place, status in enumerate(_CONTRACT_ORDER)
        },
        **dict.fromkeys(_CONTRACT_ENDS, frozenset()),
        # The money that settled its loan may turn out not to have come.
        _C.SETTLED: frozenset({_C.EFFECTIVE}),
    },
)
PAYOUT_LIFE: Final = TransitionTable[PayoutStatus](
    "payout",
    {
        **dict.fromkeys(PREPARING, frozenset(_P)),
        **dict.fromkeys(_UNDER_WAY, _UNDER_WAY | _PAID_OR_NOT),
        _P.SETTLED: frozenset({_P.RETURNED}),
        _P.FAILED: frozenset(),
        _P.RETURNED: frozenset(),
        _P.CANCELLED: frozenset(),
    },
)
LOAN_LIFE: Final = TransitionTable[LoanStatus](
    "loan",
    {
        _L.PENDING: frozenset({_L.ACTIVE, _L.SETTLED, _L.WRITTEN_OFF}),
        _L.ACTIVE: frozenset({_L.PENDING, _L.SETTLED, _L.WRITTEN_OFF}),
        # The money that settled it may turn out not to have come.
        _L.SETTLED: frozenset({_L.ACTIVE}),
        _L.WRITTEN_OFF: frozenset(),
    },
)


def is_stale(life: TransitionTable[StatusT], known: StatusT, told: StatusT) -> bool:
    """Whether `told` was overtaken: something later than it is known already."""
    return told is not known and told not in life.moves[known]
