"""What persons say of a payout whose provider can no longer be asked, and when two agree."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from services.disbursement.domain.statuses import PayoutStatus
from services.disbursement.payouts.domain.errors import NotForAPerson
from services.disbursement.payouts.domain.hearing import may_have_settled
from services.kit.errors import FieldError, Invalid, Title


class ResolutionOutcome(StrEnum):
    """How it ended, by the bank's own word to a person."""

    SETTLED = "settled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Finding:
    """What somebody found out; `settled_on` is the day the money moved, for `settled` alone."""

    outcome: ResolutionOutcome
    settled_on: date | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A finding that waits for another person."""

    finding: Finding
    proposed_by: str


def require_open_to_persons(status: PayoutStatus, *, is_for_a_person: bool) -> None:
    """Raise NotForAPerson unless the machine has given the payout up."""
    if status is not PayoutStatus.UNKNOWN or not is_for_a_person:
        raise NotForAPerson


def require_possible(finding: Finding, value_date: date | None, today: date) -> None:
    """Raise Invalid for money that moved before it was sent, or that has yet to move."""
    day = finding.settled_on
    if day is not None and not may_have_settled(value_date, day, today):
        message = Title(
            "must not be before the day it was sent for, nor to come",
            "不得早于发送日，也不得晚于今日",
        )
        raise Invalid(errors=[FieldError("/settled_on", "impossible_day", message)])


def counts(proposed_at: datetime, left_at: datetime | None) -> bool:
    """Whether a proposal counts: not once the machine had the payout again, before it was left to
    persons at `left_at`.
    """
    return left_at is None or proposed_at > left_at


def confirms(standing: Proposal | None, finding: Finding, subject: str) -> bool:
    """Whether `subject` confirms what stands; else it is a proposal, and stands from now on.

    Nobody confirms what they proposed. Whoever found something else takes the place of what
    stood, so that a wrong finding of somebody who left binds nobody; only another person than
    the last one to propose, who says that very finding, confirms.
    """
    return standing is not None and standing.proposed_by != subject and standing.finding == finding
