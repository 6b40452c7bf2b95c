"""What other areas may do with loans inside their own transaction, and what neighbours are told.

Whoever serves a loan holds it first: its shard, then its row, both until the commit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.deliveries import Message
from services.kit.identifiers import uuid_of
from services.kit.money import Money
from services.repayment.domain.quantities import Quantities
from services.repayment.loans.domain.owing import Owing, owing_on
from services.repayment.loans.domain.statuses import LoanStatus
from services.repayment.loans.folding import known_of
from services.repayment.loans.messages import ACTIVE, SETTLED, TOPICS
from services.repayment.loans.serving import (
    Added,
    LoanHeld,
    add,
    folded,
    happened_to,
    hold,
    hold_anothers,
    hold_any,
    numbered,
    referred,
    running_out,
    seen,
    settle,
)
from services.repayment.loans.tables import LoanRow
from services.repayment.positions import entry as positions

__all__ = [
    "ACTIVE",
    "SETTLED",
    "TOPICS",
    "Added",
    "LoanHeld",
    "LoanStatus",
    "LoanTold",
    "Owing",
    "add",
    "contract_of",
    "folded",
    "happened_to",
    "hold",
    "hold_anothers",
    "hold_any",
    "numbered",
    "owing_on",
    "referred",
    "running_out",
    "seen",
    "settle",
    "standing_otherwise",
    "told",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanTold:
    """A loan as one event left it.

    `outstanding` is principal, due or not, and what was given back and is missing since.
    `opened_on`, `next_due_on` and anything outstanding are there only while its money is. From
    the day after `late_after` on it is late, unless something is told before; an event that was
    written by an earlier release does not know.
    """

    loan_id: UUID
    contract_id: UUID
    application_id: UUID
    party_id: UUID
    payout_id: UUID
    status: LoanStatus
    outstanding: Money
    days_past_due: int
    late_after: date | None
    opened_on: date | None
    next_due_on: date | None
    next_due: Money | None


async def told(session: AsyncSession, message: Message) -> LoanTold:
    """What the event in `message` has to say."""
    row, body = await session.get_one(LoanRow, message.aggregate_id), message.body
    due = body["next_due_minor"]
    return LoanTold(
        loan_id=row.loan_id,
        contract_id=row.contract_id,
        application_id=row.application_id,
        party_id=row.party_id,
        payout_id=uuid_of("pay", body["payout"]),
        status=LoanStatus(body["status"]),
        outstanding=Money(body["outstanding_minor"], row.currency),
        days_past_due=body["days_past_due"],
        late_after=_day(body.get("late_after")),
        opened_on=_day(body["opened_on"]),
        next_due_on=_day(body["next_due_on"]),
        next_due=None if due is None else Money(due, row.currency),
    )


async def contract_of(session: AsyncSession, loan_id: UUID) -> UUID:
    """The contract a loan is of, which never changes; for our own machinery."""
    return (await session.get_one(LoanRow, loan_id)).contract_id


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


async def standing_otherwise(session: AsyncSession, limit: int) -> Sequence[UUID]:
    """Of the `limit` loans that were changed last, those that are kept as their history is not.

    To be asked in one snapshot: the session must be REPEATABLE READ.
    """
    changed_last = select(LoanRow).order_by(LoanRow.updated_at.desc(), LoanRow.loan_id).limit(limit)
    rows = (await session.scalars(changed_last)).all()
    return [row.loan_id for row in rows if not await _stands_on_history(session, row)]


async def _stands_on_history(session: AsyncSession, row: LoanRow) -> bool:
    held = await positions.held_now(session, row.loan_id)
    if held is None:
        return not row.last_sequence
    opening, kept, was_accruing = held
    line = (await known_of(session, row)).on(opening).loan.line_on(opening)
    if line is None:
        return kept == Quantities.none()
    return (kept, was_accruing) == (Quantities.of(line, opening), line.is_accruing)
