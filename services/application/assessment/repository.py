"""Rows of questions, answers and decisions; loads, locks and saves, and decides nothing.

The application is locked by whoever writes here, and everything below it shares that lock.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.application.assessment.domain.errors import AnotherCase, IdentifierTaken
from services.application.assessment.domain.questions import QUESTION_LIFE, QuestionStatus
from services.application.assessment.domain.reports import (
    DecisionOutcome,
    Question,
    Reason,
    Verdict,
)
from services.application.assessment.records import DecisionRecord, QuestionRecord
from services.application.assessment.tables import (
    AssessmentRow,
    DecisionRow,
    InformationAnswerRow,
    InformationRequestRow,
)
from services.kit.errors import Title


async def bind_case(session: AsyncSession, application_id: UUID, case_id: UUID) -> None:
    """Keep under which case the application is examined; raises `AnotherCase`."""
    await session.execute(
        insert(AssessmentRow)
        .values(application_id=application_id, case_id=case_id)
        .on_conflict_do_nothing()
    )
    known = await session.scalar(
        select(AssessmentRow.case_id).where(AssessmentRow.application_id == application_id)
    )
    if known != case_id:
        raise AnotherCase


async def add_question(session: AsyncSession, application_id: UUID, question: Question) -> None:
    """A new question, open; raises `IdentifierTaken`."""
    added = await session.scalar(
        insert(InformationRequestRow)
        .values(
            application_id=application_id,
            request_id=question.request_id,
            status=QuestionStatus.OPEN.value,
            text=question.text,
            items=list(question.items),
            due_on=question.due_on,
        )
        .on_conflict_do_nothing(index_elements=["request_id"])
        .returning(InformationRequestRow.request_id)
    )
    if added is None:
        raise IdentifierTaken


async def open_question(
    session: AsyncSession, application_id: UUID
) -> InformationRequestRow | None:
    """The question an application waits with, if there is one."""
    found: InformationRequestRow | None = await session.scalar(
        select(InformationRequestRow).where(
            InformationRequestRow.application_id == application_id,
            InformationRequestRow.status == QuestionStatus.OPEN.value,
        )
    )
    return found


async def question(
    session: AsyncSession, application_id: UUID, request_id: UUID
) -> InformationRequestRow | None:
    """One question of an application, whatever became of it."""
    return await session.get(InformationRequestRow, (application_id, request_id))


def settle(row: InformationRequestRow, status: QuestionStatus) -> None:
    """Carry the end of a question onto its row; raises `TransitionNotAllowed`."""
    row.status = QUESTION_LIFE.step(QuestionStatus(row.status), status).value


async def questions_of(session: AsyncSession, application_id: UUID) -> list[QuestionRecord]:
    """All questions about an application, the latest first, with when they were answered."""
    found = await session.execute(
        select(InformationRequestRow, InformationAnswerRow.answered_at)
        .outerjoin(
            InformationAnswerRow,
            (InformationAnswerRow.application_id == InformationRequestRow.application_id)
            & (InformationAnswerRow.request_id == InformationRequestRow.request_id),
        )
        .where(InformationRequestRow.application_id == application_id)
        .order_by(InformationRequestRow.created_at.desc())
    )
    return [
        QuestionRecord(
            question=question_of(row),
            status=QuestionStatus(row.status),
            created_at=row.created_at,
            answered_at=answered_at,
        )
        for row, answered_at in found
    ]


async def answers_of(session: AsyncSession, application_id: UUID) -> Sequence[InformationAnswerRow]:
    """All answers given for an application, in the order they were given."""
    return (
        await session.scalars(
            select(InformationAnswerRow)
            .where(InformationAnswerRow.application_id == application_id)
            .order_by(InformationAnswerRow.answered_at)
        )
    ).all()


async def add_decision(
    session: AsyncSession, application_id: UUID, submission: int, verdict: Verdict
) -> None:
    """A decision, as the borrower is told; raises `IdentifierTaken`."""
    reasons = [
        {"code": reason.code, "en": reason.told.en, "zh": reason.told.zh}
        for reason in verdict.reasons
    ]
    added = await session.scalar(
        insert(DecisionRow)
        .values(
            application_id=application_id,
            decision_id=verdict.decision_id,
            submission=submission,
            outcome=verdict.outcome.value,
            reasons=reasons,
            decided_by=list(verdict.decided_by),
            decided_at=verdict.decided_at,
        )
        .on_conflict_do_nothing(index_elements=["decision_id"])
        .returning(DecisionRow.decision_id)
    )
    if added is None:
        raise IdentifierTaken


async def latest_decision(session: AsyncSession, application_id: UUID) -> DecisionRecord | None:
    """The decision that stands, if there is one."""
    row = await session.scalar(
        select(DecisionRow)
        .where(DecisionRow.application_id == application_id)
        .order_by(DecisionRow.created_at.desc())
        .limit(1)
    )
    if row is None:
        return None
    return DecisionRecord(
        decision_id=row.decision_id,
        application_id=row.application_id,
        outcome=DecisionOutcome(row.outcome),
        reasons=tuple(Reason(each["code"], Title(each["en"], each["zh"])) for each in row.reasons),
        decided_at=row.decided_at,
    )


async def hands_of(
    session: AsyncSession, application_id: UUID, decision_id: UUID
) -> tuple[str, ...]:
    """The subjects who took a decision."""
    row = await session.get_one(DecisionRow, (application_id, decision_id))
    return tuple(row.decided_by)


def question_of(row: InformationRequestRow) -> Question:
    """The question a row holds."""
    return Question(row.request_id, row.text, tuple(row.items), row.due_on)
