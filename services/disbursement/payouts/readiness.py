"""Whether a payout may go out: its conditions are met, and there is an account to pay to today.

An approval is for one account at one version. When that is no longer the contract's account, or a
condition is no longer met, the approval is void and what follows counts anew.
"""

from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.cash import entry as cash
from services.disbursement.cash.entry import CashEvent
from services.disbursement.conditions import entry as conditions
from services.disbursement.domain.statuses import PayoutKind, PayoutStatus
from services.disbursement.payees import entry as payees
from services.disbursement.payees.entry import PayeeAccount
from services.disbursement.payouts import chronicle, messages, repository
from services.disbursement.payouts.tables import PayoutRow
from services.disbursement.payouts.waking import PAY
from services.kit.caller import Caller
from services.kit.wakes import wake

NOT_USABLE: Final = "account_not_usable"
ARRIVED: Final = "earlier_payout_arrived"
UNSENT: Final = frozenset(
    {
        *(PayoutStatus.CREATED, PayoutStatus.CONDITIONS_PENDING),
        *(PayoutStatus.READY, PayoutStatus.APPROVED),
    }
)


async def reconsider(session: AsyncSession, row: PayoutRow, caller: Caller, today: date) -> None:
    """Move an unsent payout to where its conditions put it; its contract and it are locked.

    A refund's goes to the account that was approved for it, or nowhere.
    """
    if row.kind == PayoutKind.REFUND:
        await _require_its_account(session, row, caller, today)
        return
    account = await payees.usable(session, row.contract_id, today)
    is_met = await conditions.is_met(session, row.contract_id, today)
    is_ready = account is not None and is_met
    status = PayoutStatus(row.status)
    if status is PayoutStatus.APPROVED and not (is_ready and _is_frozen_for(row, account)):
        await _void_approval(session, row, caller, is_ready=is_ready)
    elif status is PayoutStatus.READY and not is_ready:
        await _move(session, row, PayoutStatus.CONDITIONS_PENDING, caller)
    elif status is PayoutStatus.CONDITIONS_PENDING and is_ready:
        await _move(session, row, PayoutStatus.READY, caller)
        await wake(session, PAY, row.payout_id.bytes)


async def still_stands(session: AsyncSession, row: PayoutRow, today: date) -> bool:
    """Whether what was approved for a loan may go out on this day as well."""
    account = await payees.usable(session, row.contract_id, today)
    is_met = await conditions.is_met(session, row.contract_id, today)
    has_arrived = await earlier_arrived(session, row.contract_id, PayoutKind(row.kind))
    return is_met and not has_arrived and _is_frozen_for(row, account)


async def earlier_arrived(session: AsyncSession, contract_id: UUID, kind: PayoutKind) -> bool:
    """Whether money of a payout that failed is in suspense: another of its kind may be a second.

    A refund does not say which one it repeats, so none of the contract goes out meanwhile.
    """
    for payout_id in await repository.failed_of(session, contract_id, kind):
        has_arrived = await cash.is_booked(session, CashEvent.SETTLED_AFTER_FAILING, payout_id)
        came_back = CashEvent.RETURNED_AFTER_FAILING
        if has_arrived and not await cash.is_booked(session, came_back, payout_id):
            return True
    return False


async def cancel(session: AsyncSession, row: PayoutRow, caller: Caller, reason: str) -> None:
    """End a payout that was not sent."""
    before = messages.payout_facts(row)
    row.reason_code, row.is_for_a_person = reason, False
    await chronicle.moved(
        session, row, PayoutStatus.CANCELLED, caller, before=before, reason=reason
    )


async def cancel_unsent(
    session: AsyncSession, contract_id: UUID, caller: Caller, reason: str
) -> bool:
    """Whether nothing of a locked contract is or will be paid: what was not sent is cancelled."""
    row = await repository.lock_live(session, contract_id)
    if row is None:
        return True
    if PayoutStatus(row.status) not in UNSENT:
        return False
    await cancel(session, row, caller, reason)
    return True


async def cancel_unsent_refunds(
    session: AsyncSession, contract_id: UUID, caller: Caller, reason: str
) -> None:
    """Cancel every refund of a locked contract whose order was not made."""
    for row in await repository.lock_approved_refunds(session, contract_id):
        await cancel(session, row, caller, reason)


async def freeze(session: AsyncSession, row: PayoutRow, account: PayeeAccount) -> bytes:
    """Bind a payout to the account as it is now; the digest that is approved is returned.

    Raises `AccountChanged`.
    """
    frozen = await payees.freeze(session, account.account_id, account.version)
    row.account_id, row.account_version = frozen.account_id, frozen.version
    row.account_digest = frozen.account_hash
    return frozen.account_hash


async def _require_its_account(
    session: AsyncSession, row: PayoutRow, caller: Caller, today: date
) -> None:
    assert row.account_id is not None  # a refund's payout is begun with its account
    account = await payees.usable_by_id(session, row.account_id, today)
    if row.status == PayoutStatus.APPROVED and not _is_frozen_for(row, account):
        await cancel(session, row, caller, NOT_USABLE)


def _is_frozen_for(row: PayoutRow, account: PayeeAccount | None) -> bool:
    return account is not None and (row.account_id, row.account_version) == (
        account.account_id,
        account.version,
    )


async def _void_approval(
    session: AsyncSession, row: PayoutRow, caller: Caller, *, is_ready: bool
) -> None:
    before = messages.payout_facts(row)
    row.approval_round += 1
    row.account_id = row.account_version = row.account_digest = None
    target = PayoutStatus.READY if is_ready else PayoutStatus.CONDITIONS_PENDING
    await chronicle.moved(
        session, row, target, caller, before=before, reason="destination_or_condition_changed"
    )
    await wake(session, PAY, row.payout_id.bytes)


async def _move(
    session: AsyncSession, row: PayoutRow, target: PayoutStatus, caller: Caller
) -> None:
    await chronicle.moved(session, row, target, caller, before=messages.payout_facts(row))
