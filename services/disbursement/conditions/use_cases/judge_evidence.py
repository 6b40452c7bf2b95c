"""Accept the evidence of a critical condition, or send it back: by a second person."""

from uuid import UUID

from services.disbursement.conditions import chronicle, messages, repository
from services.disbursement.conditions.desk import take
from services.disbursement.conditions.domain.conditions import ConditionStatus, status_on_judgement
from services.disbursement.conditions.records import ConditionRecord
from services.disbursement.payouts import entry as payouts
from services.kit.context import Ask
from services.kit.errors import OwnWork
from services.kit.reply import Reply


async def judge_evidence(
    contract_id: UUID, code: str, note: str, ask: Ask[ConditionRecord], *, is_accepted: bool
) -> Reply:
    """The condition: met, or open again for better evidence.

    Raises `NotFound`, `OwnWork` for whoever gave the evidence, `ConditionSeesItself`,
    `NothingMoreToShow`, `PreconditionFailed`, and `NothingToJudge` when nothing waits.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        row = await take(session, contract_id, code, ask)
        if row.evidenced_by == ask.caller.subject:
            raise OwnWork
        before = messages.condition_facts(row)
        target = status_on_judgement(ConditionStatus(row.status), is_accepted=is_accepted)
        if is_accepted:
            row.accepted_by = ask.caller.subject
        else:
            row.evidenced_by = None
        await chronicle.moved(session, row, target, ask.caller, before=before, reason=note)
        await payouts.conditions_moved(session, contract_id, ask.caller, ask.clock.today())
        await session.flush()
        return await ask.once.keep(session, await repository.record_of(session, row))
