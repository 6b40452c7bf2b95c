"""Send a recommendation back to the desk, with a reason."""

from uuid import UUID

from services.kit.context import Ask
from services.kit.reply import Reply
from services.underwriting.cases import chronicle, desk
from services.underwriting.cases.domain.happenings import Happening, Step
from services.underwriting.cases.domain.statuses import CaseStatus
from services.underwriting.cases.records import CaseRecord, record_of


async def return_case(case_id: UUID, reason: str, ask: Ask[CaseRecord]) -> Reply:
    """The case, back with the underwriters; what was recommended is kept in its history.

    Raises `NotFound`, `OwnWork`, `PreconditionFailed` and `NothingRecommended`.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        row, _ = await desk.take_recommended(session, case_id, ask.caller, ask.if_match)
        step = Step(Happening.RETURNED, CaseStatus.RETURNED, reason=reason)
        await chronicle.changed(session, row, step, ask.caller)
        await session.flush()
        record = await record_of(session, row, ask.clock.now())
        return await ask.once.keep(session, record)
