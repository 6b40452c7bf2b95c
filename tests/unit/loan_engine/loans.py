"""Loans for tests: one loan like the books' example, and strategies for many."""

from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from services.loan_engine.day_count import DayCount
from services.loan_engine.due_dates import PeriodUnit
from services.loan_engine.refusals import EngineRefusal
from services.loan_engine.rounding import Rounding
from services.loan_engine.schedule import Schedule, schedule_of
from services.loan_engine.terms import (
    RATE_PPM_MAX,
    Fee,
    FeeTiming,
    InterestPer,
    LoanTerms,
    RepaymentMethod,
)

LEVEL = RepaymentMethod.LEVEL_INSTALMENT
EQUAL = RepaymentMethod.EQUAL_PRINCIPAL
INTEREST_ONLY = RepaymentMethod.INTEREST_ONLY
BULLET = RepaymentMethod.BULLET
BY_DAY = {"interest_per": InterestPer.DAY}
ACTUAL_360 = {"day_count": DayCount.ACTUAL_360, **BY_DAY}
ACTUAL_365 = {"day_count": DayCount.ACTUAL_365, **BY_DAY}


def a_loan(**changes: Any) -> LoanTerms:
    """100,000.00 yuan for twelve months at 12 per cent, level; changed where said."""
    given: dict[str, Any] = {
        "principal_minor": 10_000_000,
        "currency": "CNY",
        "rate_ppm": 120_000,
        "method": LEVEL,
        "instalments": 12,
        "disbursed_on": date(2026, 1, 15),
    }
    return LoanTerms(**given | changes)


def minor(text: str) -> int:
    """The fen in an amount written with two decimals or none: "93.5" is 9350."""
    fen = Fraction(text) * 100
    assert fen.denominator == 1, text
    return fen.numerator


def ppm(percent: str) -> int:
    """A rate written in per cent, as parts per million."""
    rate = Fraction(percent) * 10_000
    assert rate.denominator == 1, percent
    return rate.numerator


fees = st.lists(
    st.builds(
        Fee,
        code=st.sampled_from(["service", "insurance"]),
        amount_minor=st.integers(1, 100_000),
        timing=st.sampled_from(FeeTiming),
    ),
    max_size=4,
).map(tuple)
days = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@st.composite
def loans(draw: st.DrawFn, /, **fixed: Any) -> LoanTerms:
    """Any loan the engine takes; `fixed` members are given, the others drawn."""
    drawn: dict[str, Any] = {
        "principal_minor": draw(st.integers(100_000, 10**10)),
        "rate_ppm": draw(st.integers(0, RATE_PPM_MAX) | st.integers(0, 400_000)),
        "method": draw(st.sampled_from(RepaymentMethod)),
        "instalments": draw(st.integers(1, 120) | st.integers(1, 36)),
        "every": draw(st.integers(1, 4)),
        "unit": draw(st.sampled_from(PeriodUnit)),
        "disbursed_on": draw(days),
        "day_count": draw(st.sampled_from(DayCount)),
        "interest_per": draw(st.sampled_from(InterestPer)),
        "rounding": draw(st.sampled_from(Rounding)),
        "fees": draw(fees),
    } | fixed
    try:
        terms = a_loan(**drawn)
        first_due_on = draw(st.none() | st.dates(terms.disbursed_on, terms.regular_first_due_on))
        return terms if first_due_on is None else a_loan(**drawn, first_due_on=first_due_on)
    except EngineRefusal:
        return a_loan(method=drawn["method"], rounding=drawn["rounding"])


def drawn_up(terms: LoanTerms) -> Schedule | None:
    """The schedule, or None when the terms repay the loan in no sound way."""
    try:
        return schedule_of(terms)
    except EngineRefusal:
        return None
