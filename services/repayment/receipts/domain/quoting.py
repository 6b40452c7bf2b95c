"""What settles a loan, day by day, and whether a quote may still be paid."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from services.kit.errors import FieldError, Invalid, Title
from services.kit.money import Money
from services.loan_engine.servicing.components import Component
from services.loan_engine.servicing.fold import Folded
from services.repayment.receipts.domain.errors import QuoteExpired, QuoteOutdated

AHEAD_DAYS_MAX: Final = 30
DAYS_QUOTED: Final = 7
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class QuotedDay:
    """What is owed on a day, part by part, and what of it is to be paid: suspense counts."""

    on: date
    owed: Mapping[Component, int]
    suspense_minor: int
    total_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What settles a loan on each of some days, as long as nothing more happens to it.

    `loan_sequence` is how much had happened when it was drawn.
    """

    loan_id: UUID
    quote_id: UUID
    currency: str
    loan_sequence: int
    days: tuple[QuotedDay, ...]

    @property
    def valid_until(self) -> date:
        """The last day it can be paid on."""
        return self.days[-1].on

    def is_payable(self, loan_sequence: int, today: date) -> bool:
        """Whether it can still be paid."""
        return loan_sequence == self.loan_sequence and today <= self.valid_until

    def require_payable(self, loan_sequence: int, value_date: date, amount: Money) -> None:
        """Raise unless the loan is as it was and exactly what is quoted for the day is paid.

        Raises `QuoteOutdated`, `QuoteExpired` for a day it does not quote, and `Invalid`.
        """
        if loan_sequence != self.loan_sequence:
            raise QuoteOutdated
        day = next((each for each in self.days if each.on == value_date), None)
        if day is None:
            raise QuoteExpired
        if amount != Money(day.total_minor, self.currency):
            message = Title("must be what the quote says for the day", "须与报价当日金额一致")
            raise Invalid(errors=[FieldError("/amount/amount", "not_as_quoted", message)])


def require_quotable(on: date, today: date) -> None:
    """Raises `Invalid` for a day that is past, or too far ahead."""
    if not today <= on <= today + AHEAD_DAYS_MAX * _DAY:
        message = Title(
            f"must be today or at most {AHEAD_DAYS_MAX} days ahead",
            f"须为当前营业日或其后 {AHEAD_DAYS_MAX} 天内",
        )
        raise Invalid(errors=[FieldError("/on", "out_of_range", message)])


def quoted_days(loan: Folded, on: date) -> Iterator[QuotedDay]:
    """What settles a loan on `on`, and on the days after it."""
    for number in range(DAYS_QUOTED):
        day = on + number * _DAY
        line = loan.line_on(day)
        assert line is not None  # a loan that owes something has begun
        owed = {component: line.owed(component, day) for component in Component}
        yield QuotedDay(day, owed, line.moved.suspense, loan.payoff_minor(day))
