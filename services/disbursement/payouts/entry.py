"""What other areas may ask of payouts, inside their own transaction, the contract's row locked."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.contracts import entry as contracts
from services.disbursement.domain.statuses import PayoutKind, PayoutStatus
from services.disbursement.payouts import messages, preparing, readiness, repository
from services.disbursement.payouts.applying import amount_of
from services.kit.caller import Caller
from services.kit.money import Money

TOPICS: Final = messages.TOPICS
SETTLED: Final = messages.SETTLED
RETURNED: Final = messages.RETURNED
REFUND_ENDS: Final = messages.REFUND_ENDS


@dataclass(frozen=True, slots=True)
class PayoutTold:
    """What neighbours are told of a payout beside the event itself; it never changes."""

    tranche: int
    amount: Money


async def told(session: AsyncSession, payout_id: UUID) -> PayoutTold:
    """What a payout pays; raises `NotFound`."""
    row = await repository.get_any(session, payout_id)
    return PayoutTold(row.tranche, amount_of(row))


async def prepare(session: AsyncSession, contract_id: UUID, caller: Caller, today: date) -> None:
    """Begin the payout of a contract that is signed; nothing when it has one that is not over."""
    contract = await contracts.lock(session, contract_id)
    if await repository.lock_live(session, contract_id) is None:
        await preparing.begin(session, contract, caller, today)


async def conditions_moved(
    session: AsyncSession, contract_id: UUID, caller: Caller, today: date
) -> None:
    """Look again whether the contract's payout may go out: a condition or its account moved."""
    row = await repository.lock_live(session, contract_id)
    if row is not None and PayoutStatus(row.status) in readiness.UNSENT:
        await readiness.reconsider(session, row, caller, today)


async def is_under_way(session: AsyncSession, contract_id: UUID) -> bool:
    """Whether money may be out of which nobody knows yet: then the account stays as it is."""
    row = await repository.lock_live(session, contract_id)
    return row is not None and row.status in {PayoutStatus.SUBMITTED, PayoutStatus.UNKNOWN}


async def cancel_unsubmitted(
    session: AsyncSession, contract_id: UUID, caller: Caller, reason_code: str
) -> bool:
    """Whether nothing is or will be paid: a payout that was not sent is cancelled for it.

    Money of one that failed and is said to have arrived is paid, until a person has looked.
    """
    if await readiness.earlier_arrived(session, contract_id, PayoutKind.LOAN):
        return False
    return await readiness.cancel_unsent(session, contract_id, caller, reason_code)
