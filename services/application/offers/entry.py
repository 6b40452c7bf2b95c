"""What the other areas may do with offers, inside their own session."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.application.domain.offers import OfferTerms
from services.application.offers import repository
from services.application.offers.domain.offer import Offer, OfferStatus
from services.application.offers.messages import offer_facts
from services.application.offers.tables import OfferRow
from services.kit.audit import Members
from services.kit.identifiers import new_id


@dataclass(frozen=True, slots=True)
class Approval:
    """What an offer is made for: whose application, which decision, on what terms."""

    application_id: UUID
    owner: str
    partner_id: UUID | None
    decision_id: UUID
    terms: OfferTerms


@dataclass(frozen=True, slots=True)
class OpenOffer:
    """An offer that can be accepted, and its version."""

    offer_id: UUID
    version: int
    valid_until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOffer:
    """An offer that was accepted: its terms, its version, and the decision it rests on."""

    offer_id: UUID
    version: int
    decision_id: UUID
    terms: OfferTerms
    accepted_at: datetime


async def make(session: AsyncSession, approval: Approval) -> Members:
    """Make the offer of an approval, whose application is locked; what the audit keeps of it."""
    offer = Offer(
        offer_id=new_id(),
        application_id=approval.application_id,
        decision_id=approval.decision_id,
        status=OfferStatus.OPEN,
        terms=approval.terms,
    )
    session.add(
        OfferRow(
            owner=approval.owner,
            partner_id=approval.partner_id,
            version=1,
            **repository.columns_of(offer),
        )
    )
    await session.flush()
    return offer_facts(offer)


async def open_offer(session: AsyncSession, application_id: UUID) -> OpenOffer | None:
    """The offer the borrower can accept, if there is one; it may have lapsed since."""
    row = await repository.standing_of(session, application_id)
    if row is None or row.status != OfferStatus.OPEN.value:
        return None
    return OpenOffer(row.offer_id, row.version, row.valid_until)


async def taken(session: AsyncSession, application_id: UUID) -> TakenOffer:
    """The offer that was accepted, even if its application was left since.

    Raises LookupError when none was.
    """
    row = await repository.taken_of(session, application_id)
    if row is None or row.accepted_at is None:
        raise LookupError("no offer of this application was accepted")
    return TakenOffer(
        offer_id=row.offer_id,
        version=row.version,
        decision_id=row.decision_id,
        terms=repository.offer_of(row).terms,
        accepted_at=row.accepted_at,
    )


async def withdraw(session: AsyncSession, application_id: UUID) -> None:
    """Take back the offer of an application that is locked and being left, if there is one."""
    row = await repository.standing_of(session, application_id)
    if row is not None:
        await repository.save(session, row, repository.offer_of(row).withdraw())
