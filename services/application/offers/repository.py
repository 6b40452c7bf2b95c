"""Rows of offers to and from the domain; loads, locks and saves, and decides nothing."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.application.domain.offers import AnnualCost, Condition, OfferTerms
from services.application.domain.products import RepaymentMethod
from services.application.offers.domain.offer import Offer, OfferStatus
from services.application.offers.records import OfferRecord
from services.application.offers.tables import OfferRow
from services.application.visibility import visible_to
from services.kit.caller import Caller
from services.kit.errors import NotFound, Title
from services.kit.money import Money


def seen_by(caller: Caller) -> ColumnElement[bool]:
    """The condition of being an offer `caller` may see."""
    return visible_to(caller, OfferRow.owner, OfferRow.partner_id)


async def find(session: AsyncSession, offer_id: UUID, caller: Caller) -> OfferRow:
    """The offer; raises `NotFound` for absent and another's alike."""
    row = await session.scalar(
        select(OfferRow).where(OfferRow.offer_id == offer_id, seen_by(caller))
    )
    if row is None:
        raise NotFound
    return row


async def lock(session: AsyncSession, application_id: UUID, offer_id: UUID) -> OfferRow:
    """An offer of an application that is locked, as it stands now."""
    return await session.get_one(
        OfferRow, (application_id, offer_id), with_for_update=True, populate_existing=True
    )


async def standing_of(session: AsyncSession, application_id: UUID) -> OfferRow | None:
    """The one offer of an application that is open or accepted, if there is one."""
    found: OfferRow | None = await session.scalar(
        select(OfferRow)
        .where(
            OfferRow.application_id == application_id,
            OfferRow.status.in_([OfferStatus.OPEN.value, OfferStatus.ACCEPTED.value]),
        )
        .order_by(OfferRow.created_at.desc())
        .limit(1)
    )
    return found


async def taken_of(session: AsyncSession, application_id: UUID) -> OfferRow | None:
    """The one offer of an application that was accepted, if there is one."""
    found: OfferRow | None = await session.scalar(
        select(OfferRow).where(
            OfferRow.application_id == application_id, OfferRow.accepted_at.is_not(None)
        )
    )
    return found


async def of_application(session: AsyncSession, application_id: UUID) -> Sequence[OfferRow]:
    """The offers of an application, the latest first."""
    return (
        await session.scalars(
            select(OfferRow)
            .where(OfferRow.application_id == application_id)
            .order_by(OfferRow.created_at.desc(), OfferRow.offer_id.desc())
        )
    ).all()


async def lapsed(session: AsyncSession, today: date, limit: int) -> Sequence[tuple[UUID, UUID]]:
    """Applications and offers whose last day is over and that are still open, oldest first."""
    found = await session.execute(
        select(OfferRow.application_id, OfferRow.offer_id)
        .where(OfferRow.status == OfferStatus.OPEN.value, OfferRow.valid_until < today)
        .order_by(OfferRow.valid_until, OfferRow.offer_id)
        .limit(limit)
    )
    return [(application_id, offer_id) for application_id, offer_id in found]


async def save(session: AsyncSession, row: OfferRow, offer: Offer) -> None:
    """Carry the status of `offer` onto its row, as the next version; nothing else may change."""
    if offer.status is OfferStatus.ACCEPTED:
        row.accepted_at = func.now()
    row.status = offer.status.value
    row.version += 1
    await session.flush()
    await session.refresh(row, ["accepted_at"])  # the database's time


def columns_of(offer: Offer) -> dict[str, Any]:
    """The columns of a new row that `offer` fills."""
    terms = offer.terms
    return {
        "application_id": offer.application_id,
        "offer_id": offer.offer_id,
        "decision_id": offer.decision_id,
        "status": offer.status.value,
        "amount_minor": terms.amount.amount_minor,
        "currency": terms.amount.currency,
        "term_months": terms.term_months,
        "rate_ppm": terms.rate_ppm,
        "method": terms.method.value,
        "instalment_minor": terms.instalment.amount_minor,
        "simple_cost_ppm": terms.annual_cost.simple_ppm,
        "compound_cost_ppm": terms.annual_cost.compound_ppm,
        "cost_basis": terms.annual_cost.basis,
        "conditions": [
            {"code": each.code, "en": each.told.en, "zh": each.told.zh} for each in terms.conditions
        ],
        "valid_until": terms.valid_until,
    }


def offer_of(row: OfferRow) -> Offer:
    """The offer a row holds."""
    terms = OfferTerms(
        amount=Money(row.amount_minor, row.currency),
        term_months=row.term_months,
        rate_ppm=row.rate_ppm,
        method=RepaymentMethod(row.method),
        instalment=Money(row.instalment_minor, row.currency),
        annual_cost=AnnualCost(row.simple_cost_ppm, row.compound_cost_ppm, row.cost_basis),
        conditions=tuple(
            Condition(each["code"], Title(each["en"], each["zh"])) for each in row.conditions
        ),
        valid_until=row.valid_until,
    )
    return Offer(
        offer_id=row.offer_id,
        application_id=row.application_id,
        decision_id=row.decision_id,
        status=OfferStatus(row.status),
        terms=terms,
    )


def record_of(row: OfferRow) -> OfferRecord:
    """An offer with its version and times."""
    return OfferRecord(
        offer=offer_of(row),
        version=row.version,
        created_at=row.created_at,
        accepted_at=row.accepted_at,
    )
