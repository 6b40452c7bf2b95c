"""Take a case on one's desk, for a while; the claim that ran out is anybody's."""

from uuid import UUID

from services.kit.context import Ask
from services.kit.reply import Reply
from services.underwriting.cases import chronicle, desk, messages
from services.underwriting.cases.domain.claims import Claim
from services.underwriting.cases.domain.happenings import Happening, Step
from services.underwriting.cases.domain.statuses import CASE_MOVES, CaseStatus
from services.underwriting.cases.records import CaseRecord, record_of


async def claim_case(case_id: UUID, ask: Ask[CaseRecord]) -> Reply:
    """The case, on the caller's desk; one's own claim is renewed.

    Raises `NotFound`, `OwnWork`, `PreconditionFailed`, `ClaimedByAnother` and
    `TransitionNotAllowed`.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        row = await desk.take(session, case_id, ask.caller, ask.if_match)
        now = await desk.now_of(session)
        standing = desk.claim_of(row)
        is_open = row.status == CaseStatus.IN_REVIEW
        if not is_open:
            CASE_MOVES.step(CaseStatus(row.status), CaseStatus.IN_REVIEW)
        claim = Claim.taken(standing, row.claim_epoch, ask.caller.subject, now)
        before = messages.case_facts(row)
        row.claimed_by, row.claimed_until, row.claim_epoch = claim.by, claim.until, claim.epoch
        step = Step(Happening.CLAIMED, None if is_open else CaseStatus.IN_REVIEW)
        await chronicle.changed(session, row, step, ask.caller, before)
        await session.flush()
        record = await record_of(session, row, ask.clock.now())
        return await ask.once.keep(session, record)
