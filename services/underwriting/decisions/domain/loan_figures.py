"""A loan's figures, asked of the one engine: instalment, annual cost, and what a month repays."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Final, NamedTuple

from services.loan_engine.day_count import DayCount
from services.loan_engine.loan_cost import cost_of
from services.loan_engine.present_value import FirstRow, first_row_of
from services.loan_engine.rounding import Rounding, rounded
from services.loan_engine.schedule import schedule_of
from services.loan_engine.terms import PPM, Fee, FeeTiming, LoanTerms, RepaymentMethod
from services.underwriting.decisions.domain.snapshot import FeeFacts, Snapshot

BORROWER: Final = "borrower"
LOANS_KEPT_MAX: Final = 10_000  # a few megabytes


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanFigures:
    """The first instalment without fees, and the cost of a year in parts per million."""

    instalment_minor: int
    total_interest_minor: int
    simple_cost_ppm: int
    compound_cost_ppm: int
    cost_basis: str


def unpriceable_facts(snapshot: Snapshot) -> tuple[str, ...]:
    """The facts without which no loan can be drawn up."""
    values = _read_needed(snapshot)
    if None not in values:  # as nearly always
        return ()
    return tuple(name for name, value in zip(_NEEDED, values, strict=True) if value is None)


_NEEDED: Final = (
    "application.currency",
    "application.term_months",
    "application.method",
    "product.rate_min_ppm",
    "product.rate_max_ppm",
    "product.day_count",
    "product.fees",
)
_read_needed: Final = attrgetter(*_NEEDED)


class Loan(NamedTuple):
    """A loan in the snapshot's words, which need not be a sound one.

    Quick to make and to compare, unlike the engine's terms: what was worked out for it is kept by
    it. Round amounts over a year are asked for all day, and their figures are always the same.
    """

    principal_minor: int
    rate_ppm: int
    currency: str | None
    term_months: int | None
    method: str | None
    day_count: str | None
    fees: tuple[FeeFacts, ...] | None
    paid_out_on: date


def figures_of(snapshot: Snapshot, principal_minor: int, rate_ppm: int) -> LoanFigures | None:
    """The figures of a loan paid out on the snapshot's day; None when there is no such loan."""
    return _figures(_loan(snapshot, principal_minor, rate_ppm))


@lru_cache(maxsize=LOANS_KEPT_MAX)
def _figures(loan: Loan) -> LoanFigures | None:
    try:
        terms = _terms(loan, RepaymentMethod(loan.method or ""))
        schedule = schedule_of(terms)
        cost = cost_of(terms, schedule)
    except ValueError:  # the engine's refusals, and methods and day counts it does not know
        return None
    return LoanFigures(
        instalment_minor=schedule.instalment_minor,
        total_interest_minor=schedule.totals.interest_minor,
        simple_cost_ppm=cost.simple_ppm,
        compound_cost_ppm=cost.compound_ppm,
        cost_basis=cost.basis.value,
    )


def principal_within(snapshot: Snapshot, instalment_minor: int, rate_ppm: int) -> int | None:
    """The largest principal that monthly instalments of that size repay; None for no loan at all.

    Principal that is due at the end must be put by month after month, so it is weighed as if it
    were repaid by level instalments. Fees that grow with the principal are those of the amount
    asked for, which is never less than what is lent.
    """
    first_row = _weighed_row(_loan(snapshot, snapshot.application.amount_minor or 0, rate_ppm))
    return None if first_row is None else first_row.principal_carried(instalment_minor)


@lru_cache(maxsize=LOANS_KEPT_MAX)
def _weighed_row(loan: Loan) -> FirstRow | None:
    """The first row as the month is weighed against it; None when there is no such loan."""
    try:
        method = RepaymentMethod(loan.method or "")
        if method is not RepaymentMethod.EQUAL_PRINCIPAL:
            method = RepaymentMethod.LEVEL_INSTALMENT
        return first_row_of(_terms(loan, method))
    except ValueError:
        return None


def _loan(snapshot: Snapshot, principal_minor: int, rate_ppm: int) -> Loan:
    application, product = snapshot.application, snapshot.product
    return Loan(
        principal_minor,
        rate_ppm,
        application.currency,
        application.term_months,
        application.method,
        product.day_count,
        product.fees,
        snapshot.frozen_on,
    )


def _terms(loan: Loan, method: RepaymentMethod) -> LoanTerms:
    """The engine's terms; raises ValueError where there are none."""
    return LoanTerms(
        principal_minor=loan.principal_minor,
        currency=loan.currency or "",
        rate_ppm=loan.rate_ppm,
        method=method,
        instalments=loan.term_months or 0,
        disbursed_on=loan.paid_out_on,
        day_count=DayCount(loan.day_count or ""),
        fees=tuple(_fees(loan.fees or (), loan.principal_minor)),
    )


def _fees(fees: tuple[FeeFacts, ...], principal_minor: int) -> Iterator[Fee]:
    """The borrower's fees that count, in money; those that only may fall due are left out."""
    for fee in fees:
        if fee.payer == BORROWER and fee.is_in_annual_cost and fee.timing in _CERTAIN:
            amount = fee.amount_minor
            if amount is None:
                amount = rounded(principal_minor * (fee.rate_ppm or 0), PPM, Rounding.HALF_UP)
            if amount:
                yield Fee(fee.code, amount, FeeTiming(fee.timing))


_CERTAIN: Final = frozenset(timing.value for timing in FeeTiming)
