"""What underwriting reports about the case of an application, in the order it happened there."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from services.application.domain.offers import OfferTerms
from services.application.domain.statuses import ApplicationStatus
from services.kit.errors import Title


class DecisionOutcome(StrEnum):
    """What underwriting decided."""

    APPROVED = "approved"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, in words the borrower is told."""

    code: str
    told: Title


@dataclass(frozen=True, slots=True)
class Question:
    """What underwriting wants to know: in its own words, as codes, and until which day."""

    request_id: UUID
    text: str
    items: tuple[str, ...]
    due_on: date


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision; `terms` are there exactly when it was approved.

    `decided_by` are the subjects who took it, "system:assessment" when no person did.
    """

    decision_id: UUID
    outcome: DecisionOutcome
    decided_at: datetime
    decided_by: tuple[str, ...]
    reasons: tuple[Reason, ...]
    terms: OfferTerms | None


@dataclass(frozen=True, slots=True)
class Started:
    """The case is being examined."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The borrower is asked something."""

    question: Question


@dataclass(frozen=True, slots=True)
class QuestionDropped:
    """The question need not be answered any more."""

    request_id: UUID


@dataclass(frozen=True, slots=True)
class Decided:
    """It was decided."""

    verdict: Verdict


Happened = Started | Asked | QuestionDropped | Decided


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One message of a case; `submission` is the number of what was examined."""

    case_id: UUID
    sequence: int
    after: int
    submission: int
    happened: Happened


# Whoever has left is no longer concerned by what underwriting finds.
LEFT: Final = frozenset(
    {
        ApplicationStatus.WITHDRAWN,
        ApplicationStatus.CANCELLED,
        ApplicationStatus.OFFER_EXPIRED,
    }
)
