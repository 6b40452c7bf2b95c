"""Decline by a person's word: from the desk with a claim, or instead of approving."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.context import Ask
from services.kit.identifiers import typeid_of
from services.kit.reply import Reply
from services.underwriting.cases import chronicle, desk, messages, repository
from services.underwriting.cases.domain.happenings import Happening, Step
from services.underwriting.cases.domain.statuses import CaseStatus
from services.underwriting.cases.domain.wishes import REFUSAL_WORDS, RefusalReason
from services.underwriting.cases.records import CaseRecord, record_of
from services.underwriting.cases.tables import CaseRow
from services.underwriting.decisions import entry as decisions


async def refuse_case(
    case_id: UUID, reasons: tuple[RefusalReason, ...], note: str, ask: Ask[CaseRecord]
) -> Reply:
    """The case, declined; the borrower is told the reasons, the note stays with us.

    Raises `NotFound`, `OwnWork`, `PreconditionFailed`, `ClaimNeeded` and `TransitionNotAllowed`.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        row = await _taken(session, case_id, ask)
        before = messages.case_facts(row)
        words = [
            {"code": reason.value, "en": REFUSAL_WORDS[reason].en, "zh": REFUSAL_WORDS[reason].zh}
            for reason in reasons
        ]
        decision_id = await decisions.refuse(
            session, (case_id, row.submission), words, ask.caller.subject
        )
        desk.put_down(row)
        row.decision_id, row.sla_due_at = decision_id, None
        step = Step(Happening.REFUSED, CaseStatus.DECLINED, reasons[0].value, note)
        await chronicle.changed(session, row, step, ask.caller, before)
        await chronicle.tell(
            session, row, messages.DECLINED, decision=typeid_of("dec", decision_id)
        )
        await session.flush()
        record = await record_of(session, row, ask.clock.now())
        return await ask.once.keep(session, record)


async def _taken(session: AsyncSession, case_id: UUID, ask: Ask[CaseRecord]) -> CaseRow:
    row = await repository.lock(session, case_id, ask.caller)
    if row.status == CaseStatus.RECOMMENDED:
        row, _ = await desk.take_recommended(session, case_id, ask.caller, ask.if_match)
        return row
    return await desk.take_claimed(session, case_id, ask.caller, ask.if_match)
