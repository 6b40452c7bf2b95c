"""Answer what underwriting asked: in words, with new figures, or both; it is examined anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from services.application.assessment import repository
from services.application.assessment.domain.errors import QuestionClosed
from services.application.assessment.domain.questions import QuestionStatus
from services.application.assessment.records import AnswerRecord
from services.application.assessment.sealed_answers import seal
from services.application.assessment.tables import InformationAnswerRow
from services.application.domain.actors import applicant_of
from services.application.domain.statuses import ApplicationStatus
from services.application.intake import entry as intake
from services.kit.context import Ask
from services.kit.errors import FieldError, Invalid, Title
from services.kit.etags import require_version
from services.kit.field_keys import FieldKeys
from services.kit.identifiers import typeid_of
from services.kit.reply import Reply

_UNKNOWN: Final = FieldError(
    "/request_id", "unknown_request", Title("There is no such question.", "该补充信息请求不存在。")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAnswer:
    """What comes in: for which question, the words, and the means that are said anew."""

    application_id: UUID
    request_id: UUID
    text: str
    means: Mapping[str, object]


async def answer_question(given: GivenAnswer, keys: FieldKeys, ask: Ask[AnswerRecord]) -> Reply:
    """The answer, on its way to underwriting.

    Raises `NotFound`, `PreconditionFailed`, `QuestionClosed`, and `Invalid` for an unknown
    question or means the product cannot be asked with.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        standing = await intake.lock(session, given.application_id, ask.caller)
        require_version(standing.version, ask.if_match)
        row = await repository.question(session, given.application_id, given.request_id)
        if row is None:
            raise Invalid(errors=[_UNKNOWN])
        if row.status != QuestionStatus.OPEN.value:
            raise QuestionClosed
        repository.settle(row, QuestionStatus.ANSWERED)
        answer = InformationAnswerRow(
            application_id=given.application_id,
            request_id=given.request_id,
            text_sealed=seal(given.text, given.request_id, keys),
            answered_by=ask.caller.subject,
        )
        session.add(answer)
        move = intake.Move(
            to=ApplicationStatus.UNDERWRITING,
            actor=applicant_of(ask.caller),
            facts={"request_id": typeid_of("inf", given.request_id)},
            means=given.means,
        )
        standing = await intake.advance(session, given.application_id, move, ask.caller)
        record = AnswerRecord(
            request_id=given.request_id,
            application_id=given.application_id,
            application_status=standing.status,
            application_version=standing.version,
            answered_at=answer.answered_at,
        )
        return await ask.once.keep(session, record)
