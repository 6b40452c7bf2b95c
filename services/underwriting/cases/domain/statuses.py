"""The life of a case, as one total table; the database repeats it as a CHECK."""

from enum import StrEnum
from typing import Final

from services.kit.transitions import TransitionTable


class CaseStatus(StrEnum):
    """Where a case stands; clients must tolerate new ones."""

    QUEUED = "queued"
    CHECKING = "checking"
    SCORED = "scored"
    AUTO_APPROVED = "auto_approved"
    AUTO_DECLINED = "auto_declined"
    MANUAL = "manual"
    IN_REVIEW = "in_review"
    INFORMATION_REQUESTED = "information_requested"
    RECOMMENDED = "recommended"
    RETURNED = "returned"
    APPROVED = "approved"
    CONDITIONAL = "conditional"
    DECLINED = "declined"
    RECONSIDERATION = "reconsideration"
    CLOSED = "closed"


_S = CaseStatus
# The borrower may leave until the money is out; then nothing more is decided here.
_EXIT: Final = frozenset({_S.CLOSED})
# An answer is a new submission: checked and scored anew, even when it comes late.
_ANEW: Final = frozenset({_S.QUEUED}) | _EXIT

CASE_MOVES: Final = TransitionTable[CaseStatus](
    "case",
    {
        _S.QUEUED: frozenset({_S.CHECKING}) | _EXIT,
        _S.CHECKING: frozenset({_S.SCORED}) | _EXIT,
        _S.SCORED: frozenset({_S.AUTO_APPROVED, _S.AUTO_DECLINED, _S.MANUAL}) | _EXIT,
        _S.AUTO_APPROVED: _EXIT,
        _S.AUTO_DECLINED: _EXIT,
        _S.MANUAL: frozenset({_S.IN_REVIEW}) | _ANEW,
        _S.IN_REVIEW: frozenset({_S.INFORMATION_REQUESTED, _S.RECOMMENDED, _S.DECLINED}) | _ANEW,
        # Not answered in time, it goes back to the desk.
        _S.INFORMATION_REQUESTED: frozenset({_S.MANUAL}) | _ANEW,
        _S.RECOMMENDED: frozenset({_S.APPROVED, _S.CONDITIONAL, _S.DECLINED, _S.RETURNED}) | _ANEW,
        _S.RETURNED: frozenset({_S.IN_REVIEW}) | _ANEW,
        _S.APPROVED: _EXIT,
        _S.CONDITIONAL: _EXIT,
        _S.DECLINED: frozenset({_S.RECONSIDERATION}) | _EXIT,
        _S.RECONSIDERATION: frozenset({_S.IN_REVIEW}) | _EXIT,
        _S.CLOSED: frozenset(),
    },
)

# Waiting for the machine: a worker that finds such a case goes on with it.
WITH_THE_MACHINE: Final = frozenset({_S.QUEUED, _S.CHECKING})

# Waiting for a person.
ON_A_DESK: Final = frozenset({_S.MANUAL, _S.IN_REVIEW, _S.RECOMMENDED, _S.RETURNED})

# Somebody was promised money: before it goes out, they are looked for on the lists once more.
PROMISED: Final = frozenset({_S.AUTO_APPROVED, _S.APPROVED, _S.CONDITIONAL})

# Answered, or over: an answer to a question that comes now finds nothing to examine.
NOTHING_TO_EXAMINE: Final = frozenset(
    {
        _S.AUTO_APPROVED,
        _S.AUTO_DECLINED,
        _S.APPROVED,
        _S.CONDITIONAL,
        _S.DECLINED,
        _S.CLOSED,
    }
)
