"""What other areas may book, inside their own transaction."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit import journal
from services.kit.postings import reversal_of
from services.repayment.ledger.domain.posting_rules import (
    LOAN,
    Booked,
    LoanPosting,
    Occasion,
    entry_of,
)

__all__ = ["Booked", "LoanPosting", "Occasion", "Reversal", "post", "take_back"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversal:
    """What is to be taken back: the entry of the event `of`, under the name `event`."""

    loan_id: UUID
    of: str
    event: str
    booked_on: date
    value_date: date


async def post(session: AsyncSession, posting: LoanPosting) -> UUID:
    """Book it, once by its event; the entry's id. Raises `EntryDiffers`."""
    return (await journal.post(session, entry_of(posting))).entry_id


async def take_back(session: AsyncSession, reversal: Reversal) -> UUID:
    """Book the reversal, once by its event; its entry's id."""
    found = await journal.booked(
        session, source_type=LOAN, source_id=reversal.loan_id, event=reversal.of
    )
    if found is None:
        raise LookupError(f"{reversal.of} was never booked")
    entry_id, entry = found
    back = reversal_of(
        entry_id,
        entry,
        event=reversal.event,
        kind="reversal",
        booked_on=reversal.booked_on,
        value_date=reversal.value_date,
    )
    return (await journal.post(session, back)).entry_id
