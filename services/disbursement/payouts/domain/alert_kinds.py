"""What a person has to look at, by kind."""

from enum import StrEnum
from typing import Final


class AlertKind(StrEnum):
    """What a person has to look at."""

    CALLBACK_MISMATCH = "callback_mismatch"
    UNKNOWN_REFERENCE = "unknown_reference"
    UNREADABLE_CALLBACK = "unreadable_callback"
    CONFLICTING_ANSWER = "conflicting_answer"
    RETENTION_PASSED = "retention_passed"
    EARLIER_ARRIVED = "earlier_payout_arrived"
    LOOK_UP_MISMATCH = "look_up_mismatch"
    RETURNED = "returned"
    LISTED = "listed"
    GROUP_LATE = "group_late"


# With which a payout that is not over is left to a person.
HAND_OVERS: Final = frozenset(
    {
        *(AlertKind.RETENTION_PASSED, AlertKind.EARLIER_ARRIVED, AlertKind.LOOK_UP_MISMATCH),
        *(AlertKind.LISTED, AlertKind.GROUP_LATE),
    }
)
