"""What the other areas may ask about contract, payouts and loan, inside their own session."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.application.domain.heard import Heard
from services.application.fulfilment import repository


async def heard_of(session: AsyncSession, application_id: UUID) -> Heard:
    """Everything that was heard about an application."""
    return await repository.heard_of(session, application_id)


async def heard_of_each(
    session: AsyncSession, application_ids: Sequence[UUID]
) -> Mapping[UUID, Heard]:
    """Everything that was heard about each of these applications."""
    return await repository.heard_of_each(session, application_ids)
