"""The lives of a contract and of a payout, each one total table; the database repeats them."""

from enum import StrEnum
from typing import Final

from services.kit.transitions import TransitionTable


class ContractStatus(StrEnum):
    """Where a contract stands; clients must tolerate new ones."""

    DRAFT = "draft"
    DISCLOSED = "disclosed"
    SIGNING = "signing"
    SIGNED = "signed"
    EFFECTIVE = "effective"
    SETTLED = "settled"
    VOIDED = "voided"
    TERMINATED = "terminated"


class PayoutStatus(StrEnum):
    """Where a payout stands; clients must tolerate new ones."""

    CREATED = "created"
    CONDITIONS_PENDING = "conditions_pending"
    READY = "ready"
    APPROVED = "approved"
    SUBMITTED = "submitted"
    SETTLED = "settled"
    FAILED = "failed"
    UNKNOWN = "unknown"
    RETURNED = "returned"
    CANCELLED = "cancelled"


class PayoutKind(StrEnum):
    """What a payout is for; clients must tolerate new ones."""

    LOAN = "loan"
    REFUND = "refund"


_C = ContractStatus
# Until the money is out either side may leave; after that only a return that is given up ends it.
CONTRACT_MOVES: Final = TransitionTable(
    "contract",
    {
        _C.DRAFT: frozenset({_C.DISCLOSED, _C.VOIDED}),
        _C.DISCLOSED: frozenset({_C.SIGNING, _C.VOIDED}),
        _C.SIGNING: frozenset({_C.SIGNED, _C.VOIDED}),
        _C.SIGNED: frozenset({_C.EFFECTIVE, _C.VOIDED}),
        _C.EFFECTIVE: frozenset({_C.SETTLED, _C.TERMINATED}),
        # The money that settled its loan may turn out not to have come.
        _C.SETTLED: frozenset({_C.EFFECTIVE}),
        _C.VOIDED: frozenset(),
        _C.TERMINATED: frozenset(),
    },
)
# A contract that is neither ended nor left: an application has one of them at most.
LIVE_CONTRACTS: Final = frozenset(_C) - {_C.VOIDED, _C.TERMINATED}

_P = PayoutStatus
# What was approved for one account is not approved for another: it goes back to be ready anew.
# Once submitted only the bank's word moves it, unless it provably never left and is stopped;
# `unknown` stays until that word is there.
PAYOUT_MOVES: Final = TransitionTable(
    "payout",
    {
        _P.CREATED: frozenset({_P.CONDITIONS_PENDING, _P.CANCELLED}),
        _P.CONDITIONS_PENDING: frozenset({_P.READY, _P.CANCELLED}),
        _P.READY: frozenset({_P.APPROVED, _P.CONDITIONS_PENDING, _P.CANCELLED}),
        _P.APPROVED: frozenset({_P.SUBMITTED, _P.READY, _P.CONDITIONS_PENDING, _P.CANCELLED}),
        _P.SUBMITTED: frozenset({_P.SETTLED, _P.FAILED, _P.UNKNOWN}),
        _P.UNKNOWN: frozenset({_P.SETTLED, _P.FAILED}),
        _P.SETTLED: frozenset({_P.RETURNED}),
        _P.FAILED: frozenset(),
        _P.RETURNED: frozenset(),
        _P.CANCELLED: frozenset(),
    },
)
