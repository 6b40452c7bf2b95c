"""Take where the loan of a contract stands: both are settled together, and may run again."""

from uuid import UUID

from services.disbursement.contracts import chronicle, messages, repository
from services.disbursement.contracts.domain.serviced import step_of
from services.disbursement.contracts.schemas.serviced import LoanServicedTold
from services.disbursement.contracts.tables import ContractRow
from services.disbursement.domain.statuses import ContractStatus
from services.kit.context import Edit
from services.kit.inbox import apply_once

_TOPICS = {
    ContractStatus.SETTLED: messages.SETTLED,
    ContractStatus.EFFECTIVE: messages.EFFECTIVE,
}


async def take_loan_status(contract_id: UUID, told: LoanServicedTold, edit: Edit) -> ContractRow:
    """The contract as its loan has it; the same again changes nothing.

    Raises `SequenceGap`, and `NotFound` for a contract we never drew.
    """
    async with edit.sessions.begin() as session:
        is_new = await apply_once(
            session,
            source=edit.caller.acting_service,
            aggregate_id=told.loan_id,
            sequence=told.sequence,
            after=told.after,
        )
        row = await repository.lock_any(session, contract_id)
        step = step_of(ContractStatus(row.status), told.status) if is_new else None
        if step is not None and step.target is not None:
            await chronicle.changed(session, row, step, edit.caller)
            await chronicle.tell(session, row, _TOPICS[step.target])
            await session.flush()
        return row
