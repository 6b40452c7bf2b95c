"""What other areas may do with positions, inside their own transaction.

Whoever moves a loan enters its shard first, then locks the loan, then says what its history is
now: the books get the difference between what the loan came to and what it comes to.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.loan_engine.servicing.agreement import Agreement
from services.loan_engine.servicing.fold import Folded, fold
from services.loan_engine.servicing.line import Line
from services.loan_engine.servicing.running import steps_of
from services.loan_engine.servicing.transactions import Transaction
from services.repayment.domain.quantities import Quantities
from services.repayment.ledger import entry as ledger
from services.repayment.ledger.entry import LoanPosting
from services.repayment.positions import repository
from services.repayment.positions.domain.errors import DayNotOpen
from services.repayment.positions.domain.kept_lines import kept_of
from services.repayment.positions.domain.shards import shard_of
from services.repayment.positions.stored import day_kind_of
from services.repayment.positions.subledger import BookStanding, standings

__all__ = [
    "BookStanding",
    "DayNotOpen",
    "Held",
    "Place",
    "enter",
    "held_now",
    "move",
    "opening_of",
    "standings",
]

FOLD_AHEAD: timedelta = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class Place:
    """A loan's shard, shared until the commit, and the opening its books stand at."""

    loan_id: UUID
    shard: int
    opening: date

    def require_open(self, value_date: date) -> None:
        """Raises `DayNotOpen` for a day the books have not reached."""
        if value_date > self.opening:
            raise DayNotOpen


@dataclass(frozen=True, slots=True)
class Held:
    """Whose history it is, on what terms, and which product's book it is in."""

    agreement: Agreement
    product_code: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A loan as its history makes it, the line that holds now, and the entry that books it."""

    loan: Folded
    line: Line | None
    entry_id: UUID | None


async def enter(session: AsyncSession, loan_id: UUID, today: date) -> Place:
    """Share the shard of a loan: the first lock of whoever moves it."""
    shard = shard_of(loan_id)
    return Place(loan_id, shard, await repository.share_shard(session, shard, today))


async def opening_of(session: AsyncSession, loan_id: UUID) -> date:
    """The opening the books of a loan's shard stand at, read without its lock."""
    opening = await repository.accrued_to(session, shard_of(loan_id))
    assert opening is not None  # a shard begins with its first loan
    return opening


async def move(
    session: AsyncSession,
    place: Place,
    held: Held,
    history: Iterable[Transaction],
    posting: LoanPosting | None,
) -> Standing:
    """Let a locked loan stand on `history`, and book what that changes.

    `posting` names what happened; None for a fold that must not change anything, which is
    checked.
    """
    opening = place.opening
    loan = fold(held.agreement, history, horizon=opening + FOLD_AHEAD)
    kept = kept_of(loan, opening)
    key = (place.shard, place.loan_id)
    if kept is None:
        before, was_accruing = await repository.held(session, *key, opening)
        await repository.leave(session, key)
        after, is_accruing = Quantities.none(), True
    else:
        line = kept.current.line
        after, is_accruing = Quantities.of(line, opening), line.is_accruing
        before, was_accruing = await repository.keep(session, key, opening, kept, _fixed(held))
    moved = ledger.Difference(before, was_accruing, after, is_accruing)
    entry_id = await ledger.book(session, posting, moved, held.agreement.loan.currency)
    return Standing(loan, None if kept is None else kept.current.line, entry_id)


async def held_now(session: AsyncSession, loan_id: UUID) -> tuple[date, Quantities, bool] | None:
    """At which opening a loan's books stand, what they say it comes to, and if it is accruing.

    None before the first loan of its shard.
    """
    shard = shard_of(loan_id)
    opening = await repository.accrued_to(session, shard)
    if opening is None:
        return None
    return (opening, *await repository.held(session, shard, loan_id, opening))


def _fixed(held: Held) -> repository.Fixed:
    loan = held.agreement.loan
    return repository.Fixed(held.product_code, loan.currency, day_kind_of(steps_of(loan)))
