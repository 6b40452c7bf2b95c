"""What other areas may ask of the cash journal, inside their own transaction."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.cash.domain.posting_rules import POSTING_RULES, CashEvent
from services.kit import journal
from services.kit.money import Money
from services.kit.postings import Entry, credit, debit

__all__ = ["CashEvent", "Movement", "book", "is_booked"]

SOURCE_TYPE = "payout"


@dataclass(frozen=True, slots=True)
class Movement:
    """Money of a payout: how much, booked on which business day, counting from which."""

    payout_id: UUID
    amount: Money
    booked_on: date
    value_date: date


async def is_booked(session: AsyncSession, event: CashEvent, payout_id: UUID) -> bool:
    """Whether this happened to a payout's money."""
    found = await journal.booked(
        session, source_type=SOURCE_TYPE, source_id=payout_id, event=event.value
    )
    return found is not None


async def book(session: AsyncSession, event: CashEvent, movement: Movement) -> None:
    """Book what happened to a payout's money; the same event again is booked already.

    Raises `EntryDiffers` when it was booked with other figures.
    """
    rule = POSTING_RULES[event]
    await journal.post(
        session,
        Entry(
            source_type=SOURCE_TYPE,
            source_id=movement.payout_id,
            event=event.value,
            kind=event.value,
            booked_on=movement.booked_on,
            value_date=movement.value_date,
            lines=(debit(rule.debit, movement.amount), credit(rule.credit, movement.amount)),
        ),
    )
