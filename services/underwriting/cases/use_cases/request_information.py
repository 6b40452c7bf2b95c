"""Ask the borrower: the case waits for the answer, which starts its assessment anew."""

from uuid import UUID

from services.kit.context import Ask
from services.kit.errors import FieldError, Invalid, Title
from services.kit.identifiers import new_id, typeid_of
from services.kit.reply import Reply
from services.underwriting.cases import chronicle, desk, messages
from services.underwriting.cases.domain.happenings import Happening, Step
from services.underwriting.cases.domain.statuses import CaseStatus
from services.underwriting.cases.domain.wishes import Question
from services.underwriting.cases.records import CaseRecord, record_of
from services.underwriting.cases.tables import InformationRequestRow


async def request_information(case_id: UUID, question: Question, ask: Ask[CaseRecord]) -> Reply:
    """The case, waiting for the borrower.

    Raises `NotFound`, `OwnWork`, `PreconditionFailed`, `ClaimNeeded`, `TransitionNotAllowed`, and
    `Invalid` for a deadline that has passed.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        row = await desk.take_claimed(session, case_id, ask.caller, ask.if_match)
        if question.due_on < ask.clock.today():
            message = Title("must not lie in the past", "不得早于今日")
            raise Invalid(errors=[FieldError("/due_on", "date_in_the_past", message)])
        before, request_id = messages.case_facts(row), new_id()
        desk.put_down(row)
        row.sla_due_at = None
        step = Step(Happening.INFORMATION_REQUESTED, CaseStatus.INFORMATION_REQUESTED)
        await chronicle.changed(session, row, step, ask.caller, before)
        session.add(_request_row(request_id, row.case_id, row.submission, question, ask))
        await session.flush()
        await chronicle.tell(
            session, row, messages.INFORMATION_REQUESTED, request=typeid_of("inf", request_id)
        )
        record = await record_of(session, row, ask.clock.now())
        return await ask.once.keep(session, record)


def _request_row(
    request_id: UUID, case_id: UUID, submission: int, question: Question, ask: Ask[CaseRecord]
) -> InformationRequestRow:
    return InformationRequestRow(
        request_id=request_id,
        case_id=case_id,
        submission=submission,
        status="open",
        text=question.text,
        items=list(question.items),
        due_on=question.due_on,
        asked_by=ask.caller.subject,
    )
