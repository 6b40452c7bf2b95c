"""Leave a contract before the money is out, or give it up after the money came back."""

from uuid import UUID

from services.disbursement.contracts import repository
from services.disbursement.contracts.domain.happenings import EndedBy
from services.disbursement.contracts.domain.leaving import VoidReason, leaves_as
from services.disbursement.contracts.ending import end
from services.disbursement.contracts.records import ContractRecord, record_of
from services.kit.context import Ask
from services.kit.errors import OwnWork
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
        signers = await repository.hands_of(session, contract_id)
        if ended_by is EndedBy.LENDER and ask.caller.is_among(signers):
            raise OwnWork
        await end(session, row, ended_by, reason.value, ask.caller)
        return await ask.once.keep(session, await record_of(session, row, ask.caller))
