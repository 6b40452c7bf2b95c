"""From questions, answers and decisions to what readers get."""

from services.application.assessment.records import AnswerRecord, DecisionRecord, QuestionRecord
from services.application.assessment.schemas.read import (
    ApplicationDecisionRead,
    InformationAnswerRead,
    InformationRequestList,
    InformationRequestRead,
    ReasonRead,
    ReportTaken,
)
from services.application.intake.entry import Standing
from services.kit.etags import etag_of
from services.kit.reply import Reply


def question(record: QuestionRecord) -> InformationRequestRead:
    """A question."""
    asked = record.question
    return InformationRequestRead(
        id=asked.request_id,
        status=record.status,
        text=asked.text,
        items=list(asked.items),
        due_on=asked.due_on,
        created_at=record.created_at,
        answered_at=record.answered_at,
    )


def questions(found: list[QuestionRecord]) -> InformationRequestList:
    """All questions about an application."""
    return InformationRequestList(data=[question(record) for record in found])


def question_answered(record: AnswerRecord) -> Reply:
    """The answer to who answered; kept for replays, so nothing of what was said is in it."""
    read = InformationAnswerRead.model_validate(record)
    return Reply(201, read.model_dump_json().encode(), etag_of(record.application_version))


def decision(record: DecisionRecord) -> ApplicationDecisionRead:
    """A decision."""
    return ApplicationDecisionRead(
        id=record.decision_id,
        application_id=record.application_id,
        outcome=record.outcome,
        reasons=[
            ReasonRead(code=reason.code, en=reason.told.en, zh=reason.told.zh)
            for reason in record.reasons
        ],
        decided_at=record.decided_at,
    )


def report_taken(standing: Standing) -> ReportTaken:
    """The answer to underwriting."""
    return ReportTaken(
        application_id=standing.application_id, status=standing.status, version=standing.version
    )
