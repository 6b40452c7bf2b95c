"""Taking an application on the desk: found, locked, at the version read, and not one's own."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.application.domain.actors import require_not_own
from services.application.intake import hands, repository
from services.application.intake.tables import LoanApplicationRow
from services.kit.caller import Caller


async def take(session: AsyncSession, application_id: UUID, caller: Caller) -> LoanApplicationRow:
    """The application, locked, for somebody who had no hand in it and answers for none of it.

    Raises `NotFound` and `OwnWork`.
    """
    row = await repository.lock(session, application_id, caller)
    writers = await hands.writers_of(session, application_id)
    guarantors = await hands.guarantors_of(session, row.group_id)
    require_not_own(caller, row.owner, writers | guarantors)
    return row
