"""Review a payout that waits: a new day may have met its condition, or freed its account."""

from datetime import date
from uuid import UUID

from services.disbursement.contracts import entry as contracts
from services.disbursement.machinery import own_machinery
from services.disbursement.payouts import entry
from services.kit.database import Sessions


async def review_waiting(contract_id: UUID, today: date, sessions: Sessions) -> None:
    """Move the payout of one contract to where its conditions put it on `today`."""
    async with sessions.begin() as session:
        await contracts.lock(session, contract_id)
        await entry.conditions_moved(session, contract_id, own_machinery(), today)
