"""What the other areas may ask about parties, inside their own session."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.application.domain.customers import CustomerType, PartyKind
from services.application.domain.parties import ConsentView, PartyView
from services.application.parties import repository
from services.application.parties.domain.consents import Consent
from services.application.parties.tables import ConsentRow, PartyRow
from services.kit.caller import Caller


async def party_for(session: AsyncSession, party_id: UUID, caller: Caller) -> PartyView | None:
    """The party, if it exists and `caller` may see it."""
    row = await session.scalar(
        select(PartyRow).where(PartyRow.party_id == party_id, repository.is_visible(caller))
    )
    return None if row is None else _view_of(row)


async def consents_of(session: AsyncSession, party_id: UUID) -> tuple[ConsentView, ...]:
    """Every consent of the party, newest first; revoked ones too."""
    rows = await session.scalars(
        select(ConsentRow)
        .where(ConsentRow.party_id == party_id)
        .order_by(ConsentRow.given_at.desc(), ConsentRow.consent_id.desc())
    )
    return tuple(_consent_view(repository.consent_of(row)) for row in rows)


async def fix_identity(session: AsyncSession, party_id: UUID) -> None:
    """From now on the identity stands: an application was submitted under it."""
    await repository.fix_identity(session, party_id)


def _view_of(row: PartyRow) -> PartyView:
    return PartyView(
        party_id=row.party_id,
        kind=PartyKind(row.kind),
        customer_type=CustomerType(row.customer_type),
        owner=row.owner,
        partner_id=row.partner_id,
        warnings=tuple(row.warnings),
        version=row.version,
    )


def _consent_view(consent: Consent) -> ConsentView:
    return ConsentView(
        consent_id=consent.consent_id,
        purpose=consent.given.purpose,
        text_version=consent.given.text_version,
        text_hash=consent.given.text_hash,
        given_at=consent.given_at,
        revoked_at=consent.revoked_at,
        is_current=consent.is_current,
    )
