"""Prepare another payout after one that failed, was cancelled or came back."""

from uuid import UUID

from services.disbursement.contracts import entry as contracts
from services.disbursement.domain.statuses import PayoutKind
from services.disbursement.payees import entry as payees
from services.disbursement.payouts import preparing, readiness, repository
from services.disbursement.payouts.domain.errors import (
    EarlierPayoutArrived,
    NothingToPay,
    NoUsableAccount,
    PayoutLive,
)
from services.disbursement.payouts.own_work import require_not_own
from services.disbursement.payouts.records import PayoutRecord, record_of
from services.kit.context import Ask
from services.kit.reply import Reply


async def prepare_payout(contract_id: UUID, ask: Ask[PayoutRecord]) -> Reply:
    """A new payout of the contract, to the account it has now.

    Raises `NotFound`, `OwnWork`, `NothingToPay`, `PayoutLive`, `EarlierPayoutArrived` and
    `NoUsableAccount`.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        contract = await contracts.lock_of(session, contract_id, ask.caller)
        await require_not_own(session, contract, ask.caller)
        if contract.status not in preparing.PAYABLE:
            raise NothingToPay
        if await repository.lock_live(session, contract_id) is not None:
            raise PayoutLive
        if await readiness.earlier_arrived(session, contract_id, PayoutKind.LOAN):
            raise EarlierPayoutArrived
        today = ask.clock.today()
        if await payees.usable(session, contract_id, today) is None:
            raise NoUsableAccount
        row = await preparing.begin(session, contract, ask.caller, today)
        return await ask.once.keep(session, await record_of(session, row))
