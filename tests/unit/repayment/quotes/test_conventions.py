"""A quote says each convention it applied, and none that it did not, in both languages."""

from datetime import date

import pytest
from hypothesis import given

from services.kit.errors import Title
from services.loan_engine.day_count import DayCount
from services.loan_engine.due_dates import PeriodUnit
from services.loan_engine.rounding import Rounding
from services.loan_engine.terms import Fee, FeeTiming, InterestPer, LoanTerms
from services.repayment.quotes.domain.conventions import conventions_of
from tests.unit.loan_engine.loans import BULLET, a_loan, loans


def said(terms: LoanTerms) -> str:
    return "\n".join(title.en for title in conventions_of(terms))


@given(loans())
def test_every_sentence_is_one_in_both_languages(terms: LoanTerms) -> None:
    titles: tuple[Title, ...] = conventions_of(terms)
    assert len({title.en for title in titles}) == len(titles)
    for title in titles:
        assert title.en.endswith(".")
        assert title.zh.endswith("。")


@pytest.mark.parametrize("rounding", Rounding)
def test_the_rounding_is_said(rounding: Rounding) -> None:
    words = {"half_up": "half upwards", "half_even": "half to the even", "up": "always upwards"}
    assert words[rounding] in said(a_loan(rounding=rounding))


def test_days_are_explained_where_they_are_counted() -> None:
    assert "counted as 360" not in said(a_loan())
    by_day = a_loan(interest_per=InterestPer.DAY, day_count=DayCount.ACTUAL_365)
    assert "the year is counted as 365" in said(by_day)
    odd = said(a_loan(first_due_on=date(2026, 3, 1)))
    assert "longer or shorter than the others" in odd
    assert "Every month is counted as 30 days" in odd


def test_periods_of_days_bear_their_days() -> None:
    weekly = said(a_loan(unit=PeriodUnit.WEEKS, every=2, day_count=DayCount.ACTUAL_365))
    assert "for its 14 days of a year of 365" in weekly


def test_what_is_paid_once_has_a_date_and_no_residue() -> None:
    once = said(a_loan(method=BULLET, first_due_on=date(2026, 2, 1), instalments=1))
    assert "due once, on 2026-02-01" in once
    assert "leaves over" not in once
    assert "bears interest for its days" in once


@pytest.mark.parametrize("timing", FeeTiming)
def test_only_fees_there_are_are_explained(timing: FeeTiming) -> None:
    beginnings = {
        FeeTiming.DISBURSEMENT: "Fees at disbursement",
        FeeTiming.INSTALMENT: "Fees by instalment",
        FeeTiming.MATURITY: "Fees at maturity",
    }
    text = said(a_loan(fees=(Fee("service", 100, timing),)))
    assert [beginnings[other] in text for other in FeeTiming] == [
        other is timing for other in FeeTiming
    ]


def test_the_month_end_is_explained_where_it_matters() -> None:
    assert "its last day counts" not in said(a_loan())
    assert "its last day counts" in said(a_loan(disbursed_on=date(2026, 1, 31)))
    assert "its last day counts" in said(a_loan(first_due_on=date(2026, 3, 30)))
    weeks = a_loan(disbursed_on=date(2026, 1, 31), unit=PeriodUnit.WEEKS)
    assert "its last day counts" not in said(weeks)
