"""The periods of a loan: from when to when, and which share of a yearly rate each one bears."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from services.loan_engine.day_count import days_counted
from services.loan_engine.due_dates import MONTHS_PER_YEAR
from services.loan_engine.rounding import rounded
from services.loan_engine.terms import PPM, InterestPer, LoanTerms


class Share(NamedTuple):
    """A fraction of a year, exact."""

    numerator: int
    denominator: int


class Period(NamedTuple):
    """What lies between two due dates; `days` are those of the calendar."""

    number: int
    due_on: date
    days: int
    share: Share


def periods_of(terms: LoanTerms) -> tuple[Period, ...]:
    """The periods of a loan in order; a bullet loan has one."""
    return tuple(_periods(terms))


def shares_of(terms: LoanTerms) -> tuple[Share, ...]:
    """The share of a yearly rate each period bears; regular ones need no due dates for it."""
    regular = _regular_share(terms)
    if regular is None or terms.is_first_period_odd:
        return tuple([period.share for period in periods_of(terms)])
    return (regular,) * (1 if terms.is_paid_once else terms.instalments)


def interest_minor(balance_minor: int, share: Share, terms: LoanTerms) -> int:
    """The interest a balance bears over that share of the year, rounded as the terms say."""
    exact = balance_minor * terms.rate_ppm * share.numerator
    return rounded(exact, share.denominator * PPM, terms.rounding)


def regular_units(terms: LoanTerms) -> int:
    """How many units of the rhythm a regular period has; a bullet's is the whole term."""
    return terms.every * terms.instalments if terms.is_paid_once else terms.every


def _periods(terms: LoanTerms) -> Iterator[Period]:
    regular = _regular_share(terms)
    is_odd = terms.is_first_period_odd
    start = terms.disbursed_on
    first = terms.instalments if terms.is_paid_once else 1
    for number, due_on in enumerate(terms.due_dates(first, terms.instalments), start=1):
        share = regular
        if share is None or (is_odd and number == 1):
            counted = days_counted(start, due_on, terms.day_count)
            share = Share(counted, terms.day_count.year_days)
        yield Period(number, due_on, (due_on - start).days, share)
        start = due_on


def _regular_share(terms: LoanTerms) -> Share | None:
    """The share every regular period bears alike; None when its own days decide."""
    if terms.interest_per is InterestPer.DAY:
        return None
    units = regular_units(terms)
    if terms.unit.months:
        return Share(units * terms.unit.months, MONTHS_PER_YEAR)
    return Share(units * terms.unit.days, terms.day_count.year_days)
