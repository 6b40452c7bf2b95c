"""What can happen to an application: the words of its history."""

from dataclasses import dataclass
from enum import StrEnum

from services.application.domain.actors import Actor
from services.application.domain.statuses import ApplicationStatus
from services.application.intake.domain.loan_application import LoanApplication


class Happening(StrEnum):
    """The kinds of entry on the timeline."""

    STATUS_CHANGED = "status_changed"
    AMENDED = "amended"
    MATERIAL_UPLOADED = "material_uploaded"
    MATERIAL_VERIFIED = "material_verified"
    MATERIAL_REJECTED = "material_rejected"
    MATERIAL_WAIVED = "material_waived"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One entry of the history, before the database gives it number and time.

    `reason` may be read by the borrower unless the kind is a waiver: that one is for staff.
    """

    kind: Happening
    actor: Actor
    from_status: ApplicationStatus | None = None
    to_status: ApplicationStatus | None = None
    item: str | None = None
    reason_code: str | None = None
    reason: str | None = None


def moved(
    before: LoanApplication, after: LoanApplication, actor: Actor, reason: str | None = None
) -> Event:
    """The entry that says an application went from one status to the next."""
    return Event(
        kind=Happening.STATUS_CHANGED,
        actor=actor,
        from_status=before.status,
        to_status=after.status,
        reason_code=after.closing_reason_code,
        reason=reason,
    )
