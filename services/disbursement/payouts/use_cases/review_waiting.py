"""Review a payout that waits: a new day may have met its condition, or freed its account."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.contracts import entry as contracts
from services.disbursement.domain.statuses import PayoutStatus
from services.disbursement.machinery import own_machinery
from services.disbursement.payouts import entry, repository
from services.disbursement.payouts.tables import PayoutRow
from services.disbursement.payouts.waking import PAY
from services.kit.database import Sessions
from services.kit.wakes import wake


async def review_waiting(contract_id: UUID, today: date, sessions: Sessions) -> None:
    """Move the payout of one contract to where its conditions put it on `today`.

    One that stopped at the lists is looked at anew, once a day.
    """
    async with sessions.begin() as session:
        await contracts.lock(session, contract_id)
        await entry.conditions_moved(session, contract_id, own_machinery(), today)
        row = await repository.lock_live(session, contract_id)
        if row is not None and row.status == PayoutStatus.APPROVED and row.is_for_a_person:
            await _look_again(session, row, today)


async def _look_again(session: AsyncSession, row: PayoutRow, today: date) -> None:
    if await repository.screening_on(session, row, today) is None:
        await wake(session, PAY, row.payout_id.bytes)
