"""What is booked for what happens to a loan, as one table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple
from uuid import UUID

from services.kit.money import Money
from services.kit.postings import Entry, Line, credit, debit
from services.repayment.ledger.domain.chart import AccountCode

LOAN: Final = "loan"  # the source of every entry about a loan


class Occasion(StrEnum):
    """Why something is booked."""

    PRINCIPAL_LENT = "principal_lent"
    FEE_CHARGED = "fee_charged"


class Sides(NamedTuple):
    """Which account is debited, and which credited."""

    debit: AccountCode
    credit: AccountCode


_O, _C = Occasion, AccountCode

POSTING_RULES: Final[Mapping[Occasion, Sides]] = MappingProxyType(
    {
        _O.PRINCIPAL_LENT: Sides(_C.LOAN_PRINCIPAL, _C.FUNDING_CLEARING),
        _O.FEE_CHARGED: Sides(_C.FEES_RECEIVABLE, _C.FEE_INCOME),
    }
)


class Booked(NamedTuple):
    """One amount to book; `detail` tells amounts of one occasion apart, such as a fee's code."""

    occasion: Occasion
    amount: Money
    detail: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanPosting:
    """What is to be booked at once for one loan; `event` names it for ever within the loan."""

    loan_id: UUID
    product_code: str
    event: str
    kind: str
    booked_on: date
    value_date: date
    amounts: tuple[Booked, ...]


def entry_of(posting: LoanPosting) -> Entry:
    """The entry for it, by the table of rules."""
    return Entry(
        source_type=LOAN,
        source_id=posting.loan_id,
        event=posting.event,
        kind=posting.kind,
        booked_on=posting.booked_on,
        value_date=posting.value_date,
        lines=tuple(_lines(posting)),
    )


def _lines(posting: LoanPosting) -> Iterator[Line]:
    for booked in posting.amounts:
        sides = POSTING_RULES[booked.occasion]
        dimensions = {"product": posting.product_code}
        if booked.detail is not None:
            dimensions["detail"] = booked.detail
        yield debit(sides.debit, booked.amount, **dimensions)
        yield credit(sides.credit, booked.amount, **dimensions)
