"""What the other areas may ask about the talk with underwriting, inside their own session."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.application.assessment import repository
from services.application.assessment.domain.questions import QuestionStatus
from services.application.assessment.domain.reports import Question
from services.application.assessment.sealed_answers import opened
from services.kit.field_keys import FieldKeys

__all__ = ["Answer", "Question", "answers_of", "decided_by", "drop_question", "open_question"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the borrower answered to a question, in its own words."""

    request_id: UUID
    text: str
    answered_at: datetime


async def open_question(session: AsyncSession, application_id: UUID) -> Question | None:
    """What underwriting waits to hear, if anything."""
    row = await repository.open_question(session, application_id)
    return None if row is None else repository.question_of(row)


async def drop_question(session: AsyncSession, application_id: UUID) -> None:
    """Ask no longer: the application is locked and being left, or goes on without the answer."""
    row = await repository.open_question(session, application_id)
    if row is not None:
        repository.settle(row, QuestionStatus.CLOSED)
        await session.flush()


async def answers_of(
    session: AsyncSession, application_id: UUID, keys: FieldKeys
) -> tuple[Answer, ...]:
    """Everything the borrower answered, in the order it was."""
    rows = await repository.answers_of(session, application_id)
    return tuple(
        Answer(row.request_id, opened(row.text_sealed, row.request_id, keys), row.answered_at)
        for row in rows
    )


async def decided_by(
    session: AsyncSession, application_id: UUID, decision_id: UUID
) -> tuple[str, ...]:
    """Who took a decision on the application: for staff and machinery, never for borrowers."""
    return await repository.hands_of(session, application_id, decision_id)
