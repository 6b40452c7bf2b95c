"""Show that a condition is met; a critical one then waits for a second person."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.conditions import chronicle, messages, repository
from services.disbursement.conditions.desk import take
from services.disbursement.conditions.domain.conditions import status_on_evidence
from services.disbursement.conditions.records import ConditionRecord
from services.disbursement.conditions.schemas.written import EvidenceCreate
from services.disbursement.conditions.tables import ConditionRow, EvidenceRow
from services.disbursement.payouts import entry as payouts
from services.kit.context import Ask
from services.kit.reply import Reply


async def give_evidence(
    contract_id: UUID, code: str, body: EvidenceCreate, ask: Ask[ConditionRecord]
) -> Reply:
    """The condition, met, or evidenced where a second person has to accept it.

    Raises `NotFound`, `OwnWork`, `ConditionSeesItself`, `NothingMoreToShow`, `PreconditionFailed`,
    and `TransitionNotAllowed` when it has been shown already.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        row = await take(session, contract_id, code, ask)
        before = messages.condition_facts(row)
        row.evidenced_by = ask.caller.subject
        target = status_on_evidence(is_critical=row.is_critical)
        await chronicle.moved(session, row, target, ask.caller, before=before, reason=body.note)
        await _add(session, row, body, ask.caller.subject)
        await payouts.conditions_moved(session, contract_id, ask.caller, ask.clock.today())
        await session.flush()
        return await ask.once.keep(session, await repository.record_of(session, row))


async def _add(
    session: AsyncSession, row: ConditionRow, body: EvidenceCreate, given_by: str
) -> None:
    earlier = await repository.evidence_of(session, row.contract_id)
    session.add(
        EvidenceRow(
            contract_id=row.contract_id,
            condition_id=row.condition_id,
            number=len(earlier.get(row.condition_id, [])) + 1,
            reference=body.reference,
            document_sha256=body.digest,
            note=body.note,
            given_by=given_by,
        )
    )
