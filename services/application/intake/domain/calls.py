"""Why a step waits, and the call that takes it."""

from dataclasses import dataclass
from enum import StrEnum


class Blocked(StrEnum):
    """Why the step at hand cannot be taken yet."""

    INCOMPLETE = "incomplete"
    MATERIALS_UNREVIEWED = "materials_unreviewed"
    MATERIALS_REJECTED = "materials_rejected"
    OFFER_LAPSED = "offer_lapsed"
    GROUP_NOT_ACTIVE = "group_not_active"
    CONDITIONS_OPEN = "conditions_open"
    OTHERS_TO_SIGN = "others_to_sign"
    PAYOUT_FAILED = "payout_failed"
    PAYOUT_RETURNED = "payout_returned"


@dataclass(frozen=True, slots=True)
class Call:
    """The call to make: an operation of the API, and the material it is about, if any."""

    operation: str
    item: str | None = None
