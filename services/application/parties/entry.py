"""What the other areas may ask about parties, inside their own session."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.application.domain.parties import ConsentView, PartyView
from services.kit.caller import Caller


async def party_for(session: AsyncSession, party_id: UUID, caller: Caller) -> PartyView | None:
    """The party, if it exists and `caller` may see it."""
    raise NotImplementedError


async def consents_of(session: AsyncSession, party_id: UUID) -> tuple[ConsentView, ...]:
    """Every consent of the party, newest first; revoked ones too."""
    raise NotImplementedError


async def fix_identity(session: AsyncSession, party_id: UUID) -> None:
    """From now on the identity number stands: an application was submitted under it."""
    raise NotImplementedError
