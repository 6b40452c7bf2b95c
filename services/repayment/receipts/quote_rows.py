"""Quotes as rows keep them; what is kept is never changed."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.loan_engine.servicing.components import Component
from services.repayment.receipts.domain.quoting import Quote, QuotedDay
from services.repayment.receipts.quote_tables import PayoffQuoteDayRow, PayoffQuoteRow


async def add(session: AsyncSession, quote: Quote, subject: str) -> PayoffQuoteRow:
    """Keep a quote, drawn by `subject`."""
    key = {"loan_id": quote.loan_id, "quote_id": quote.quote_id, "currency": quote.currency}
    row = PayoffQuoteRow(**key, loan_sequence=quote.loan_sequence, drawn_by=subject)
    session.add(row)
    await session.flush()
    session.add_all(PayoffQuoteDayRow(**key, **_columns(day)) for day in quote.days)
    await session.flush()
    return row


async def find(session: AsyncSession, loan_id: UUID, quote_id: UUID) -> PayoffQuoteRow | None:
    """A quote of a loan the caller may see."""
    return await session.get(PayoffQuoteRow, (loan_id, quote_id))


async def quote_of(session: AsyncSession, row: PayoffQuoteRow) -> Quote:
    """The quote a row and its days keep."""
    kept = PayoffQuoteDayRow
    days = await session.scalars(
        select(kept)
        .where(kept.loan_id == row.loan_id, kept.quote_id == row.quote_id)
        .order_by(kept.on)
    )
    return Quote(
        loan_id=row.loan_id,
        quote_id=row.quote_id,
        currency=row.currency,
        loan_sequence=row.loan_sequence,
        days=tuple(_day_of(day) for day in days),
    )


def _columns(day: QuotedDay) -> dict[str, object]:
    return {
        "on": day.on,
        "suspense_minor": day.suspense_minor,
        "total_minor": day.total_minor,
        **{f"{component.value}_minor": amount for component, amount in day.owed.items()},
    }


def _day_of(row: PayoffQuoteDayRow) -> QuotedDay:
    owed = {component: getattr(row, f"{component.value}_minor") for component in Component}
    return QuotedDay(row.on, owed, row.suspense_minor, row.total_minor)
