"""Schedules against two slow references: exact fractions, and a walk through every single day."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor
from typing import Final

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from services.loan_engine.day_count import DayCount
from services.loan_engine.present_value import principal_affordable
from services.loan_engine.rounding import Rounding
from services.loan_engine.terms import PRINCIPAL_MINOR_MAX, FeeTiming, InterestPer, LoanTerms
from tests.unit.loan_engine.loans import BULLET, EQUAL, LEVEL, drawn_up, loans

HALF: Final = Fraction(1, 2)
YEAR_DAYS: Final = {
    DayCount.THIRTY_360: 360,
    DayCount.ACTUAL_360: 360,
    DayCount.ACTUAL_365: 365,
}
MONTHS: Final = {"months": 1, "quarters": 3}
DAYS: Final = {"days": 1, "weeks": 7}
# Python's own rounding of a fraction is half to even.
SETTLED: Final[Mapping[Rounding, Callable[[Fraction], int]]] = {
    Rounding.HALF_UP: lambda exact: floor(exact + HALF),
    Rounding.HALF_EVEN: round,
    Rounding.UP: ceil,
}


def nights(start: date, end: date) -> Iterator[date]:
    """Each day that counts: the first, and not the last."""
    while start < end:
        yield start
        start += timedelta(days=1)


def counted_night(day: date, day_count: DayCount) -> int:
    """How many days the night of `day` adds: in months of thirty days one, and at their end more
    or fewer, so that every month has thirty."""
    if day_count is not DayCount.THIRTY_360:
        return 1
    tomorrow = day + timedelta(days=1)
    after = tomorrow + timedelta(days=1)
    if tomorrow.day == 1:  # the thirtieth has come already; the first of the next is one on
        return 1
    if after.day == 1:  # tomorrow is the month's last, which is its thirtieth
        return 30 - day.day
    return 1


def exact_share(terms: LoanTerms, start: date, end: date, *, is_first: bool) -> Fraction:
    """The fraction of a year a period bears, as the conventions say it in words."""
    is_odd = is_first and terms.first_due_on not in {None, terms.regular_first_due_on}
    if terms.interest_per is InterestPer.DAY or is_odd:
        counted = sum(counted_night(day, terms.day_count) for day in nights(start, end))
        return Fraction(counted, YEAR_DAYS[terms.day_count])
    times = terms.every * (terms.instalments if terms.method is BULLET else 1)
    if terms.unit in MONTHS:
        return Fraction(times * MONTHS[terms.unit], 12)
    return Fraction(times * DAYS[terms.unit], YEAR_DAYS[terms.day_count])


def exact_level(principal: int, growths: list[Fraction]) -> Fraction:
    """The payment whose present values sum to the principal."""
    discount, annuity = Fraction(1), Fraction(0)
    for growth in growths:
        discount /= growth
        annuity += discount
    return principal / annuity


@settings(max_examples=60)
@given(loans())
def test_every_figure_is_that_of_exact_fractions(terms: LoanTerms) -> None:
    assume(terms.instalments <= 40)
    schedule = drawn_up(terms)
    assume(schedule is not None)
    assert schedule is not None
    rate = Fraction(terms.rate_ppm, 10**6)
    settled = SETTLED[terms.rounding]
    starts = [terms.disbursed_on, *(row.due_on for row in schedule.rows)]
    shares = [
        exact_share(terms, start, row.due_on, is_first=row.number == 1)
        for start, row in zip(starts, schedule.rows, strict=False)
    ]
    level = settled(exact_level(terms.principal_minor, [1 + rate * share for share in shares]))
    part = settled(Fraction(terms.principal_minor, len(schedule.rows)))
    balance = terms.principal_minor
    for row, share in zip(schedule.rows, shares, strict=True):
        interest = settled(balance * rate * share)
        repaid = {LEVEL: level - interest, EQUAL: part}.get(terms.method, 0)
        repaid = balance if row.number == len(schedule.rows) else repaid
        balance -= repaid
        assert (row.interest_minor, row.principal_minor) == (interest, repaid)


@settings(max_examples=60)
@given(loans(interest_per=InterestPer.DAY))
def test_interest_is_that_of_a_walk_through_every_day(terms: LoanTerms) -> None:
    assume(terms.due_on(terms.instalments).year - terms.disbursed_on.year <= 6)
    schedule = drawn_up(terms)
    assume(schedule is not None)
    assert schedule is not None
    daily = Fraction(terms.rate_ppm, 10**6 * YEAR_DAYS[terms.day_count])
    balance, accrued, rows = terms.principal_minor, Fraction(0), iter(schedule.rows)
    row = next(rows)
    for day in nights(terms.disbursed_on, schedule.rows[-1].due_on):
        accrued += balance * daily * counted_night(day, terms.day_count)
        if day + timedelta(days=1) == row.due_on:
            assert row.interest_minor == SETTLED[terms.rounding](accrued)
            balance, accrued = row.balance_minor, Fraction(0)
            row = next(rows, row)


def first_row(terms: LoanTerms) -> Callable[[int], int]:
    """The first row by the principal, in fractions: repaid, interest and fees."""
    ends = list(terms.due_dates(terms.instalments if terms.is_paid_once else 1, terms.instalments))
    starts = [terms.disbursed_on, *ends]
    rate = Fraction(terms.rate_ppm, 10**6)
    growths = [
        1 + rate * exact_share(terms, start, end, is_first=number == 0)
        for number, (start, end) in enumerate(zip(starts, ends, strict=False))
    ]
    settled = SETTLED[terms.rounding]
    fees = terms.fees_minor(FeeTiming.INSTALMENT)
    fees += terms.fees_minor(FeeTiming.MATURITY) if len(ends) == 1 else 0
    level = exact_level(1, growths)

    def of(principal: int) -> int:
        if terms.method is LEVEL:
            return fees + settled(principal * level)
        is_repaid = terms.method is EQUAL or len(ends) == 1
        repaid = settled(Fraction(principal, len(ends))) if is_repaid else 0
        return fees + repaid + settled(principal * (growths[0] - 1))

    return of


@settings(max_examples=60)
@given(loans(), st.integers(-10, 10) | st.integers(0, 10**6) | st.integers(0, 10**10))
def test_what_an_instalment_carries_is_found_by_a_search_among_all_principals(
    terms: LoanTerms, instalment_minor: int
) -> None:
    assume(terms.instalments <= 40)
    row = first_row(terms)
    low, high = 0, PRINCIPAL_MINOR_MAX
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if row(middle) <= instalment_minor else (low, middle - 1)
    assert principal_affordable(instalment_minor, terms) == low
