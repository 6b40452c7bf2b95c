"""Beginning the payout of a refund: to the account two persons approved, or not at all."""

from datetime import date
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.contracts import entry as contracts
from services.disbursement.contracts.entry import ContractStanding
from services.disbursement.domain.statuses import PayoutKind, PayoutStatus
from services.disbursement.payees import entry as payees
from services.disbursement.payees.entry import PayeeAccount
from services.disbursement.payouts import chronicle, messages, readiness
from services.disbursement.payouts.domain.approving import Hand
from services.disbursement.payouts.domain.refunds import Refund
from services.disbursement.payouts.tables import PayoutApprovalRow, PayoutRow
from services.disbursement.payouts.waking import PAY
from services.kit.caller import Caller
from services.kit.identifiers import new_id, typeid_of
from services.kit.wakes import wake

# A refund is paid in one sum.
WHOLE: Final = 1


async def begin(
    session: AsyncSession, contract: ContractStanding, refund: Refund, caller: Caller, today: date
) -> PayoutRow:
    """A new payout of a locked contract, approved; cancelled when it may not go there."""
    row = _row(contract, refund)
    session.add(row)
    await session.flush()
    await chronicle.begun(session, row, caller)
    is_of_party = await payees.is_of_party(session, refund.account_id, contract.party_id)
    signed_by = await contracts.hands_of(session, contract.contract_id)
    reason = refund.reason_against(
        contract.owner, contract.decided_by, signed_by, is_of_party=is_of_party
    )
    if await readiness.earlier_arrived(session, contract.contract_id, PayoutKind.REFUND):
        reason = reason or readiness.ARRIVED
    account = await payees.usable_by_id(session, refund.account_id, today)
    if reason is not None or account is None:
        await readiness.cancel(session, row, caller, reason or readiness.NOT_USABLE)
    else:
        await _approve(session, row, account, refund, caller)
    return row


async def _approve(
    session: AsyncSession, row: PayoutRow, account: PayeeAccount, refund: Refund, caller: Caller
) -> None:
    for status in (PayoutStatus.CONDITIONS_PENDING, PayoutStatus.READY):
        await chronicle.moved(session, row, status, caller, before=messages.payout_facts(row))
    before = messages.payout_facts(row)
    digest = await readiness.freeze(session, row, account)
    for hand, subject in ((Hand.MAKER, refund.proposed_by), (Hand.CHECKER, refund.approved_by)):
        session.add(
            PayoutApprovalRow(
                application_id=row.application_id,
                payout_id=row.payout_id,
                round=row.approval_round,
                hand=hand.value,
                subject=subject,
                account_digest=digest,
            )
        )
    await chronicle.moved(session, row, PayoutStatus.APPROVED, caller, before=before)
    await wake(session, PAY, row.payout_id.bytes)


def _row(contract: ContractStanding, refund: Refund) -> PayoutRow:
    payout_id = new_id()
    return PayoutRow(
        application_id=contract.application_id,
        payout_id=payout_id,
        contract_id=contract.contract_id,
        kind=PayoutKind.REFUND.value,
        refund_id=refund.refund_id,
        tranche=WHOLE,
        status=PayoutStatus.CREATED.value,
        owner=contract.owner,
        partner_id=contract.partner_id,
        amount_minor=refund.amount.amount_minor,
        currency=refund.amount.currency,
        provider_key=typeid_of("pay", payout_id),
    )
