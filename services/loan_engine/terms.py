"""What a loan is asked to be: every convention spelt out, every field within its limits."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from services.kit.money import Money
from services.loan_engine.day_count import DayCount
from services.loan_engine.due_dates import PeriodUnit, date_after
from services.loan_engine.refusals import EngineRefusal, RefusalCode
from services.loan_engine.rounding import Rounding

PPM: Final = 1_000_000
PRINCIPAL_MINOR_MAX: Final = 10_000_000_000
RATE_PPM_MAX: Final = PPM  # 100 per cent a year
INSTALMENTS_MAX: Final = 480
EVERY_MAX: Final = 1_000
FEES_MAX: Final = 20
TERM_YEARS_MAX: Final = 50
YEAR_MIN: Final = 1900
YEAR_MAX: Final = 2199


class RepaymentMethod(StrEnum):
    """How principal and interest come back."""

    LEVEL_INSTALMENT = "level_instalment"
    EQUAL_PRINCIPAL = "equal_principal"
    INTEREST_ONLY = "interest_only"
    BULLET = "bullet"


class InterestPer(StrEnum):
    """Whether a regular period bears its even share of the year, or its days."""

    PERIOD = "period"
    DAY = "day"


class FeeTiming(StrEnum):
    """When a fee is paid; `instalment` means the amount with each of them."""

    DISBURSEMENT = "disbursement"
    INSTALMENT = "instalment"
    MATURITY = "maturity"


class Payee(StrEnum):
    """Whose a fee is; the lender collects both, and what the borrower owes is the same."""

    LENDER = "lender"
    THIRD_PARTY = "third_party"


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee of `amount_minor` each time it falls due, paid beside principal and interest."""

    code: str
    amount_minor: int
    timing: FeeTiming
    payee: Payee = Payee.LENDER

    def __post_init__(self) -> None:
        require_within("fees", self.amount_minor, 1, PRINCIPAL_MINOR_MAX)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanTerms:
    """A loan before it is drawn up; raises `EngineRefusal` when the terms are no loan.

    `rate_ppm` is parts per million of a year. Due dates lie `every` units apart, the first one so
    far after `disbursed_on` unless `first_due_on` says otherwise. A bullet loan runs as long as
    `instalments` such periods and is due once, at the end.
    """

    principal_minor: int
    currency: str
    rate_ppm: int
    method: RepaymentMethod
    instalments: int
    disbursed_on: date
    every: int = 1
    unit: PeriodUnit = PeriodUnit.MONTHS
    first_due_on: date | None = None
    day_count: DayCount = DayCount.THIRTY_360
    interest_per: InterestPer = InterestPer.PERIOD
    rounding: Rounding = Rounding.HALF_UP
    fees: tuple[Fee, ...] = ()

    def __post_init__(self) -> None:
        require_within("principal_minor", self.principal_minor, 1, PRINCIPAL_MINOR_MAX)
        self._require_currency()
        require_within("rate_ppm", self.rate_ppm, 0, RATE_PPM_MAX)
        require_within("instalments", self.instalments, 1, INSTALMENTS_MAX)
        require_within("every", self.every, 1, EVERY_MAX)
        require_within("fees", len(self.fees), 0, FEES_MAX)
        require_within("disbursed_on", self.disbursed_on.year, YEAR_MIN, YEAR_MAX)
        if self.fees_minor(FeeTiming.DISBURSEMENT) >= self.principal_minor:
            raise EngineRefusal(RefusalCode.FEES_REACH_PRINCIPAL, "fees")
        self._require_dates()

    @property
    def regular_first_due_on(self) -> date:
        """The day one period after disbursement."""
        return date_after(self.disbursed_on, self.every, self.unit)

    @property
    def is_first_period_odd(self) -> bool:
        """Whether the first period is longer or shorter than the others."""
        return self.first_due_on not in {None, self.regular_first_due_on}

    @property
    def is_paid_once(self) -> bool:
        """Whether all comes back on one day."""
        return self.method is RepaymentMethod.BULLET or self.instalments == 1

    def due_on(self, number: int) -> date:
        """The due date of instalment `number`, counted from 1."""
        return next(self.due_dates(number, number))

    def due_dates(self, first: int, last: int) -> Iterator[date]:
        """The due dates of instalments `first` to `last`, counted from 1."""
        anchor, ahead = self.disbursed_on, 0
        if self.first_due_on is not None and self.is_first_period_odd:
            anchor, ahead = self.first_due_on, 1
        for number in range(first, last + 1):
            yield date_after(anchor, (number - ahead) * self.every, self.unit)

    def fees_minor(self, timing: FeeTiming) -> int:
        """What the fees of that timing come to each time."""
        return sum(fee.amount_minor for fee in self.fees if fee.timing is timing)

    def third_party_minor(self, timing: FeeTiming) -> int:
        """What of the fees of that timing is collected for third parties each time."""
        meant = (fee for fee in self.fees if fee.payee is Payee.THIRD_PARTY)
        return sum(fee.amount_minor for fee in meant if fee.timing is timing)

    def _require_currency(self) -> None:
        try:
            Money(self.principal_minor, self.currency)
        except ValueError:
            raise EngineRefusal(RefusalCode.UNKNOWN_CURRENCY, "currency") from None

    def _require_dates(self) -> None:
        too_long = EngineRefusal(RefusalCode.TERM_TOO_LONG, "instalments")
        try:
            last_due_on = self.due_on(self.instalments)
        except (OverflowError, ValueError):
            raise too_long from None
        if self.first_due_on is not None and self.first_due_on <= self.disbursed_on:
            raise EngineRefusal(RefusalCode.FIRST_DUE_TOO_EARLY, "first_due_on")
        if last_due_on.year - self.disbursed_on.year > TERM_YEARS_MAX:
            raise too_long


def require_within(field: str, number: int, minimum: int, maximum: int) -> None:
    """Refuse a `field` that is no whole number from `minimum` to `maximum`."""
    # An amount of 1.0, or True, would spoil every figure after it without a sound.
    if type(number) is not int or not minimum <= number <= maximum:
        raise EngineRefusal(RefusalCode.OUT_OF_RANGE, field)
