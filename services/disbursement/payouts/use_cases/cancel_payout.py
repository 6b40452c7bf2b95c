"""Stop a payout that no provider has; one that may have left is the bank's word alone."""

from uuid import UUID

from services.disbursement.payouts import repository, stopping
from services.disbursement.payouts.own_work import require_not_own
from services.disbursement.payouts.records import PayoutRecord, record_of
from services.kit.context import Ask
from services.kit.etags import require_version
from services.kit.reply import Reply


async def cancel_payout(payout_id: UUID, reason_code: str, ask: Ask[PayoutRecord]) -> Reply:
    """The payout, cancelled, or failed when it was submitted and provably never left.

    Raises `NotFound`, `PreconditionFailed`, `OwnWork` and `TransitionNotAllowed`.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        contract, row = await repository.lock(session, payout_id, ask.caller)
        require_version(row.version, ask.if_match)
        await require_not_own(session, contract, ask.caller)
        await stopping.stop(session, row, ask.caller, reason_code, ask.clock.today())
        return await ask.once.keep(session, await record_of(session, row))
