"""Leave a contract before the money is out, or give it up after the money came back."""

from uuid import UUID

from services.disbursement.contracts import chronicle, messages, repository
from services.disbursement.contracts.domain.errors import PaymentUnderWay
from services.disbursement.contracts.domain.happenings import Happening, Step
from services.disbursement.contracts.domain.leaving import VoidReason, leaves_as, left_status
from services.disbursement.contracts.records import ContractRecord, record_of
from services.disbursement.domain.statuses import CONTRACT_MOVES, ContractStatus
from services.disbursement.payouts import entry as payouts
from services.kit.context import Ask
from services.kit.etags import require_version
from services.kit.reply import Reply


async def void_contract(contract_id: UUID, reason: VoidReason, ask: Ask[ContractRecord]) -> Reply:
    """The contract, voided, or terminated when it had taken effect.

    Raises `NotFound`, `OwnWork`, `PreconditionFailed`, `TransitionNotAllowed` and
    `PaymentUnderWay`.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        row = await repository.lock(session, contract_id, ask.caller)
        ended_by = leaves_as(ask.caller, row.owner)
        require_version(row.version, ask.if_match)
        target = left_status(ContractStatus(row.status))
        CONTRACT_MOVES.step(ContractStatus(row.status), target)
        if not await payouts.cancel_unsubmitted(session, contract_id, ask.caller, reason.value):
            raise PaymentUnderWay
        before = messages.contract_facts(row)
        row.ended_by, row.reason_code = ended_by.value, reason.value
        is_voided = target is ContractStatus.VOIDED
        kind = Happening.VOIDED if is_voided else Happening.TERMINATED
        step = Step(kind, target, reason.value)
        await chronicle.changed(session, row, step, ask.caller, before)
        await chronicle.tell(session, row, messages.VOIDED if is_voided else messages.TERMINATED)
        await session.flush()
        return await ask.once.keep(session, await record_of(session, row, ask.caller))
