"""Questions, answers and decisions as they stand in the database."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.application.assessment.domain.questions import QuestionStatus
from services.application.assessment.domain.reports import DecisionOutcome, Question, Reason
from services.application.domain.statuses import ApplicationStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRecord:
    """A question and where it stands."""

    question: Question
    status: QuestionStatus
    created_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRecord:
    """An answer that was given; what it says is sealed and not shown again."""

    request_id: UUID
    application_id: UUID
    application_status: ApplicationStatus
    application_version: int
    answered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRecord:
    """The latest decision on an application."""

    decision_id: UUID
    application_id: UUID
    outcome: DecisionOutcome
    reasons: tuple[Reason, ...]
    decided_at: datetime
