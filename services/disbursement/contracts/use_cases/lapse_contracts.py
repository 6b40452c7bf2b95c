"""Leave the contracts nobody signed in time, by the business date: a round of the worker.

A contract that waits for ever would hold its applicant's limit for ever.
"""

from typing import Final
from uuid import UUID

from services.disbursement.contracts import repository
from services.disbursement.contracts.domain.happenings import EndedBy
from services.disbursement.contracts.domain.leaving import (
    NOT_SIGNED_IN_TIME,
    UNSIGNED,
    planned_before,
)
from services.disbursement.contracts.ending import end
from services.disbursement.failpoints import DisbursementPoint
from services.disbursement.machinery import own_machinery
from services.kit.clock import Clock
from services.kit.database import Sessions
from services.kit.each_apart import each_apart
from services.kit.failpoints import reached

CONTRACTS_PER_ROUND_MAX: Final = 100


async def lapse_contracts(sessions: Sessions, clock: Clock, signing_days: int) -> int:
    """How many contracts were left; each in a transaction of its own, so twice at once is once.

    Raises what one failed with that could not be left, once all others were.
    """
    before = planned_before(clock.today(), signing_days)
    async with sessions() as session:
        found = await repository.unsigned(session, before, CONTRACTS_PER_ROUND_MAX)

    async def lapse(contract_id: UUID) -> bool:
        has_lapsed = await _lapse(contract_id, sessions)
        await reached(DisbursementPoint.CONTRACT_LAPSED)
        return has_lapsed

    return await each_apart(found, lapse)


async def _lapse(contract_id: UUID, sessions: Sessions) -> bool:
    """Whether it was this round that left the contract; it may have been signed meanwhile."""
    async with sessions.begin() as session:
        row = await repository.lock_any(session, contract_id)
        if row.status not in UNSIGNED:
            return False
        await end(session, row, EndedBy.LENDER, NOT_SIGNED_IN_TIME, own_machinery())
        return True
