"""What can happen to an application: the words of its history."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

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
    COLLATERAL_OFFERED = "collateral_offered"
    COLLATERAL_AMENDED = "collateral_amended"
    COLLATERAL_REMOVED = "collateral_removed"
    CONTRACT_DRAFT = "contract_draft"
    CONTRACT_DISCLOSED = "contract_disclosed"
    CONTRACT_SIGNING = "contract_signing"
    CONTRACT_SIGNED = "contract_signed"
    CONTRACT_EFFECTIVE = "contract_effective"
    CONTRACT_SETTLED = "contract_settled"
    CONTRACT_VOIDED = "contract_voided"
    CONTRACT_TERMINATED = "contract_terminated"
    PAYOUT_CREATED = "payout_created"
    PAYOUT_CONDITIONS_PENDING = "payout_conditions_pending"
    PAYOUT_READY = "payout_ready"
    PAYOUT_APPROVED = "payout_approved"
    PAYOUT_SUBMITTED = "payout_submitted"
    PAYOUT_UNKNOWN = "payout_unknown"
    PAYOUT_SETTLED = "payout_settled"
    PAYOUT_FAILED = "payout_failed"
    PAYOUT_RETURNED = "payout_returned"
    PAYOUT_CANCELLED = "payout_cancelled"
    LOAN_PENDING = "loan_pending"
    LOAN_ACTIVE = "loan_active"
    LOAN_SETTLED = "loan_settled"
    LOAN_WRITTEN_OFF = "loan_written_off"


# What staff does to an application or its materials; whoever does is a hand in it.
JUDGEMENTS: Final = frozenset(
    {Happening.MATERIAL_VERIFIED, Happening.MATERIAL_REJECTED, Happening.MATERIAL_WAIVED}
)
JUDGING_MOVES: Final = frozenset(
    {ApplicationStatus.ACCEPTED, ApplicationStatus.SUPPLEMENT_REQUIRED}
)


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
