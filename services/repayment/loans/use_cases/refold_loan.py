"""Fold a loan anew before its kept lines end; nothing else about it changes."""

from uuid import UUID

from services.kit.clock import Clock
from services.kit.database import Sessions
from services.repayment.loans import moving, repository
from services.repayment.positions import entry as positions


async def refold_loan(loan_id: UUID, sessions: Sessions, clock: Clock) -> None:
    """Write its lines anew. Raises `BooksDiffer`, which would be a mistake of ours."""
    async with sessions.begin() as session:
        place = await positions.enter(session, loan_id, clock.today())
        await moving.refold(session, await repository.lock(session, loan_id), place)
