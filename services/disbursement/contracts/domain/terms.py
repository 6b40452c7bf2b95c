"""The terms a contract binds to, and the loan the engine makes of them on a given day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from services.kit.errors import Title
from services.kit.money import Money
from services.loan_engine.day_count import DayCount
from services.loan_engine.rounding import Rounding, rounded
from services.loan_engine.terms import PPM, Fee, FeeTiming, LoanTerms, Payee, RepaymentMethod

BORROWER: Final = "borrower"
_CERTAIN: Final = frozenset(timing.value for timing in FeeTiming)


class ContingentFee(NamedTuple):
    """What the borrower pays only if something happens: minor units each time, and to whom."""

    code: str
    amount_minor: int
    payee: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractFee:
    """One fee: a fixed `amount_minor`, or `rate_ppm` of the principal, never both.

    `timing` is one of the engine's, or "event": paid only if something happens.
    """

    code: str
    kind: str
    title: Title
    amount_minor: int | None
    rate_ppm: int | None
    timing: str
    payer: str
    payee: str
    is_refundable: bool

    @property
    def is_certain(self) -> bool:
        """Whether the borrower pays it even if all goes well."""
        return self.payer == BORROWER and self.timing in _CERTAIN

    def minor_of(self, principal_minor: int) -> int:
        """What it comes to each time for a loan of this principal, a half rounded up."""
        if self.amount_minor is not None:
            return self.amount_minor
        return rounded(principal_minor * (self.rate_ppm or 0), PPM, Rounding.HALF_UP)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractTerms:
    """What was offered and accepted.

    Rates are parts per million of a year; a penalty multiple of 1.5 is 1_500_000.
    """

    principal: Money
    term_months: int
    rate_ppm: int
    method: str
    day_count: str
    penalty_multiple_ppm: int
    grace_days: int
    fees: tuple[ContractFee, ...]

    def loan_on(self, disbursed_on: date) -> LoanTerms:
        """The loan paid out on that day; raises ValueError for terms the engine does not know."""
        return LoanTerms(
            principal_minor=self.principal.amount_minor,
            currency=self.principal.currency,
            rate_ppm=self.rate_ppm,
            method=RepaymentMethod(self.method),
            instalments=self.term_months,
            disbursed_on=disbursed_on,
            day_count=DayCount(self.day_count),
            fees=tuple(self._fees()),
        )

    @property
    def contingent_fees(self) -> Iterator[ContingentFee]:
        """What the borrower pays only if something happens."""
        for fee in self.fees:
            is_contingent = fee.payer == BORROWER and not fee.is_certain
            if is_contingent and (minor := fee.minor_of(self.principal.amount_minor)):
                yield ContingentFee(fee.code, minor, fee.payee)

    def _fees(self) -> Iterator[Fee]:
        for fee in self.fees:
            if fee.is_certain and (minor := fee.minor_of(self.principal.amount_minor)):
                yield Fee(fee.code, minor, FeeTiming(fee.timing), Payee(fee.payee))
