"""What happens to a case, as its history says it."""

from dataclasses import dataclass
from enum import StrEnum

from services.underwriting.cases.domain.statuses import CaseStatus


class Happening(StrEnum):
    """The kinds of entry; clients must tolerate new ones."""

    RECEIVED = "received"
    ANSWERED = "answered"
    MOVED = "moved"
    CLAIMED = "claimed"
    INFORMATION_REQUESTED = "information_requested"
    VALUED = "valued"
    RECOMMENDED = "recommended"
    APPROVED = "approved"
    REFUSED = "refused"
    RETURNED = "returned"
    OVERRIDDEN = "overridden"
    SCREENED = "screened"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Step:
    """One entry: what happened, where it leads (None: nowhere else), and why."""

    kind: Happening
    target: CaseStatus | None = None
    reason_code: str | None = None
    reason: str | None = None
