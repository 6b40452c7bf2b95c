"""Who represents whom, by id alone."""

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.application.parties.tables import PartyLinkRow


async def judged_with(session: AsyncSession, party_id: UUID) -> list[UUID]:
    """The party, and whoever is judged with it: who represents it, and whom it represents."""
    links = await session.scalars(
        select(PartyLinkRow).where(
            or_(
                PartyLinkRow.business_party_id == party_id, PartyLinkRow.person_party_id == party_id
            )
        )
    )
    pairs = [(link.person_party_id, link.business_party_id) for link in links]
    return sorted({party_id, *(each for pair in pairs for each in pair)})


async def representative_of(session: AsyncSession, party_id: UUID) -> UUID | None:
    """The person who represents the party, None when it is a person."""
    found: UUID | None = await session.scalar(
        select(PartyLinkRow.person_party_id).where(PartyLinkRow.business_party_id == party_id)
    )
    return found


async def spoken_for_by(session: AsyncSession, party_id: UUID) -> list[UUID]:
    """The party, and the businesses it represents: whose loans rest on what it agreed to."""
    businesses = await session.scalars(
        select(PartyLinkRow.business_party_id).where(PartyLinkRow.person_party_id == party_id)
    )
    return [party_id, *businesses]
