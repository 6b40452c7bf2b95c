"""What an instalment can carry, and the instalment of that, are each other's inverse."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from services.loan_engine.present_value import principal_affordable
from services.loan_engine.schedule import schedule_of
from services.loan_engine.terms import PRINCIPAL_MINOR_MAX, Fee, FeeTiming, LoanTerms
from tests.unit.loan_engine.loans import (
    BULLET,
    EQUAL,
    INTEREST_ONLY,
    LEVEL,
    a_loan,
    drawn_up,
    loans,
)


def first_row_minor(terms: LoanTerms, principal_minor: int) -> int | None:
    """The first row's total of that much money on these terms; None when there is no such loan."""
    free = tuple(fee for fee in terms.fees if fee.timing is not FeeTiming.DISBURSEMENT)
    schedule = drawn_up(replace(terms, principal_minor=principal_minor, fees=free))
    return None if schedule is None else schedule.rows[0].total_minor


def test_the_golden_instalment_carries_the_golden_principal() -> None:
    affordable = principal_affordable(888_488, a_loan())
    assert affordable >= 10_000_000
    assert first_row_minor(a_loan(), affordable) == 888_488
    assert first_row_minor(a_loan(), affordable + 1) == 888_489


@given(loans())
def test_the_first_row_of_a_loan_carries_that_loan(terms: LoanTerms) -> None:
    schedule = drawn_up(terms)
    assume(schedule is not None)
    assert schedule is not None
    affordable = principal_affordable(schedule.rows[0].total_minor, terms)
    assert affordable >= terms.principal_minor


@given(loans(), st.integers(1, 10**9))
def test_no_larger_loan_is_carried(terms: LoanTerms, instalment_minor: int) -> None:
    affordable = principal_affordable(instalment_minor, terms)
    if affordable:
        carried = first_row_minor(terms, affordable)
        assert carried is None or carried <= instalment_minor
    if affordable < PRINCIPAL_MINOR_MAX:
        beyond = first_row_minor(terms, affordable + 1)
        assert beyond is None or beyond > instalment_minor


@pytest.mark.parametrize("method", [LEVEL, EQUAL, BULLET])
def test_nothing_carries_nothing(method: object) -> None:
    terms = a_loan(method=method, instalments=1)
    assert principal_affordable(0, terms) == 0
    assert principal_affordable(-5, terms) == 0


def test_fees_with_each_instalment_come_out_of_it() -> None:
    charged = a_loan(fees=(Fee("service", 1_000, FeeTiming.INSTALMENT),))
    assert principal_affordable(889_488, charged) == principal_affordable(888_488, a_loan())


def test_fees_at_maturity_come_out_of_an_only_row() -> None:
    fees = (Fee("service", 1_000, FeeTiming.MATURITY),)
    charged, free = a_loan(method=BULLET, fees=fees), a_loan(method=BULLET)
    assert principal_affordable(501_000, charged) == principal_affordable(500_000, free)
    assert principal_affordable(501_000, a_loan(fees=fees)) == principal_affordable(
        501_000, a_loan()
    )


def test_interest_only_counts_its_interest_alone() -> None:
    terms = a_loan(method=INTEREST_ONLY)
    assert principal_affordable(100_000, terms) == 10_000_049  # whose interest rounds to 1,000.00
    assert principal_affordable(0, replace(terms, rate_ppm=0)) == PRINCIPAL_MINOR_MAX


def test_interest_only_of_one_row_counts_all_of_it() -> None:
    terms = a_loan(method=INTEREST_ONLY, instalments=1)
    assert principal_affordable(10_100_000, terms) == 10_000_000


def test_the_principal_asked_for_does_not_matter() -> None:
    terms = a_loan(first_due_on=date(2026, 3, 1))
    other = replace(terms, principal_minor=1)
    assert principal_affordable(500_000, terms) == principal_affordable(500_000, other)


def test_the_largest_principal_is_the_engines_limit() -> None:
    assert principal_affordable(10**12, a_loan()) == PRINCIPAL_MINOR_MAX
    assert schedule_of(a_loan(principal_minor=PRINCIPAL_MINOR_MAX)).rows[-1].balance_minor == 0
