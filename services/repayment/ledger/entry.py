"""What other areas may book, inside their own transaction: what moved, never which accounts."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit import journal
from services.kit.money import Money
from services.kit.postings import LINES_MAX, Entry, Line
from services.repayment.domain.quantities import Quantities
from services.repayment.ledger.domain.chart import AccountCode
from services.repayment.ledger.domain.posting_rules import Basis, balances_of

__all__ = [
    "BookMoved",
    "BooksDiffer",
    "Difference",
    "LoanPosting",
    "Night",
    "book",
    "book_night",
    "said_of",
]

LOAN: Final = "loan"  # the source of every entry about a loan
SHARD: Final = "shard"  # and of what a night added to many
BOOKS_AN_ENTRY: Final = LINES_MAX // len(AccountCode)


class BooksDiffer(LookupError):
    """Something that must not change a loan's figures does: a mistake in our code."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a loan came to and what it comes to, each with its accrual basis."""

    before: Quantities
    was_accruing: bool
    after: Quantities
    is_accruing: bool

    def balances(self) -> Counter[AccountCode]:
        """What each account moves by."""
        moved = balances_of(self.after, Basis(self.is_accruing))
        moved.subtract(balances_of(self.before, Basis(self.was_accruing)))
        return moved


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanPosting:
    """What is booked for one loan; `event` names it for ever within the loan."""

    loan_id: UUID
    product_code: str
    event: str
    kind: str
    booked_on: date
    value_date: date


@dataclass(frozen=True, slots=True)
class Night:
    """One closed day of one shard."""

    shard: int
    day: date


@dataclass(frozen=True, slots=True)
class BookMoved:
    """What a night brought to the loans of one product and currency, basis by basis."""

    product_code: str
    currency: str
    moves: Sequence["Moved"]

    def lines(self) -> Iterator[Line]:
        """What it books."""
        balances = Counter[AccountCode]()
        for each in self.moves:
            balances.update(balances_of(each.moved, Basis(each.is_accruing)))
        return _lines(balances, self.currency, self.product_code)


class Moved(Protocol):
    """What quantities moved by, under one accrual basis."""

    @property
    def is_accruing(self) -> bool: ...
    @property
    def moved(self) -> Quantities: ...


def said_of(quantities: Quantities, *, is_accruing: bool) -> Counter[AccountCode]:
    """What each account says of loans that come to this; debits are positive."""
    return balances_of(quantities, Basis(is_accruing))


async def book(
    session: AsyncSession, posting: LoanPosting | None, moved: Difference, currency: str
) -> UUID | None:
    """Book what moved with the session's next flush; the entry's id, None when nothing did.

    Its event was numbered under the loan's lock, so nothing else bears it. Without `posting`
    nothing may have moved: raises `BooksDiffer`.
    """
    balances = moved.balances()
    if not any(balances.values()):
        return None
    if posting is None:
        raise BooksDiffer
    entry = Entry(
        source_type=LOAN,
        source_id=posting.loan_id,
        event=posting.event,
        kind=posting.kind,
        booked_on=posting.booked_on,
        value_date=posting.value_date,
        lines=tuple(_lines(balances, currency, posting.product_code)),
    )
    return await journal.add(session, entry)


async def book_night(session: AsyncSession, night: Night, books: Sequence[BookMoved]) -> None:
    """Book what a night brought to a shard, a few products to an entry. Raises `EntryDiffers`."""
    for start in range(0, len(books), BOOKS_AN_ENTRY):
        some = books[start : start + BOOKS_AN_ENTRY]
        lines = tuple(line for each in some for line in each.lines())
        if lines:
            entry = Entry(
                source_type=SHARD,
                source_id=UUID(int=night.shard),
                event=f"close:{night.day}:{start}",
                kind="accrual",
                booked_on=night.day,
                value_date=night.day,
                lines=lines,
            )
            await journal.post(session, entry)


def _lines(balances: Counter[AccountCode], currency: str, product_code: str) -> Iterator[Line]:
    for account in AccountCode:
        if amount := balances[account]:
            yield Line(account.value, Money(amount, currency), {"product": product_code})
