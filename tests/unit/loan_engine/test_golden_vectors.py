"""The worked examples the conventions were agreed on, to the cent."""

from datetime import date
from fractions import Fraction

import pytest

from services.loan_engine.annual_cost import CostBasis, Timeline, annual_cost
from services.loan_engine.day_count import DayCount
from services.loan_engine.due_dates import PeriodUnit
from services.loan_engine.growth import Flow
from services.loan_engine.loan_cost import cost_of
from services.loan_engine.schedule import schedule_of
from services.loan_engine.terms import Fee, FeeTiming, InterestPer
from tests.unit.loan_engine.loans import (
    ACTUAL_360,
    ACTUAL_365,
    BULLET,
    EQUAL,
    INTEREST_ONLY,
    a_loan,
    minor,
    ppm,
)


def test_level_twelve_months_at_twelve_per_cent() -> None:
    schedule = schedule_of(a_loan())
    first, last = schedule.rows[0], schedule.rows[-1]
    assert schedule.instalment_minor == minor("8884.88")
    assert (first.principal_minor, first.interest_minor) == (minor("7884.88"), minor("1000.00"))
    assert last.total_minor == minor("8884.85")
    assert schedule.totals.interest_minor == minor("6618.53")
    assert schedule.totals.paid_minor == minor("106618.53")


def test_level_six_months_at_ten_point_eight_per_cent() -> None:
    terms = a_loan(principal_minor=minor("50000"), rate_ppm=ppm("10.8"), instalments=6)
    schedule = schedule_of(terms)
    assert schedule.instalment_minor == minor("8597.79")
    assert schedule.rows[-1].total_minor == minor("8597.81")
    assert schedule.totals.interest_minor == minor("1586.76")


def test_equal_principal_without_residue() -> None:
    schedule = schedule_of(a_loan(principal_minor=minor("120000"), method=EQUAL))
    totals = [row.total_minor for row in schedule.rows]
    assert (totals[0], totals[-1]) == (minor("11200"), minor("10100"))
    assert totals == sorted(totals, reverse=True)
    assert schedule.totals.interest_minor == minor("7800")


def test_equal_principal_leaves_its_residue_to_the_last_row() -> None:
    schedule = schedule_of(a_loan(method=EQUAL))
    assert schedule.rows[0].total_minor == minor("9333.33")
    assert schedule.rows[-1].total_minor == minor("8416.70")
    assert schedule.rows[-1].principal_minor == minor("8333.37")
    assert schedule.totals.interest_minor == minor("6500.00")


def test_interest_only_by_the_days_of_each_month() -> None:
    schedule = schedule_of(
        a_loan(
            method=INTEREST_ONLY, rate_ppm=ppm("9"), disbursed_on=date(2026, 1, 20), **ACTUAL_360
        )
    )
    interest = [775, 700, 775, 750, 775, 750, 775, 775, 750, 775, 750, 775]
    assert [row.interest_minor for row in schedule.rows] == [minor(str(each)) for each in interest]
    assert schedule.rows[-1].due_on == date(2027, 1, 20)
    assert [row.principal_minor for row in schedule.rows] == [0] * 11 + [minor("100000")]
    assert schedule.totals.interest_minor == minor("9125.00")


@pytest.mark.parametrize(
    ("day_count", "interest"),
    [(DayCount.ACTUAL_360, "1800.00"), (DayCount.ACTUAL_365, "1775.34")],
)
@pytest.mark.parametrize("interest_per", InterestPer)
@pytest.mark.parametrize(("instalments", "every"), [(1, 90), (90, 1)])
def test_bullet_of_ninety_days(
    day_count: DayCount, interest: str, interest_per: InterestPer, instalments: int, every: int
) -> None:
    schedule = schedule_of(
        a_loan(
            method=BULLET,
            rate_ppm=ppm("7.2"),
            instalments=instalments,
            every=every,
            unit=PeriodUnit.DAYS,
            day_count=day_count,
            interest_per=interest_per,
        )
    )
    assert [row.interest_minor for row in schedule.rows] == [minor(interest)]
    assert schedule.rows[0].principal_minor == minor("100000")


@pytest.mark.parametrize(
    ("day_count", "interest"), [(DayCount.ACTUAL_360, "560.00"), (DayCount.THIRTY_360, "600.00")]
)
def test_january_to_february_from_the_month_end(day_count: DayCount, interest: str) -> None:
    schedule = schedule_of(
        a_loan(
            method=INTEREST_ONLY,
            rate_ppm=ppm("7.2"),
            disbursed_on=date(2026, 1, 31),
            day_count=day_count,
            interest_per=InterestPer.DAY,
        )
    )
    assert schedule.rows[0].due_on == date(2026, 2, 28)
    assert schedule.rows[0].interest_minor == minor(interest)


def test_what_is_left_after_some_rows_is_what_a_payoff_starts_from() -> None:
    rows = schedule_of(a_loan()).rows
    assert rows[2].balance_minor == minor("76108.02")
    assert rows[5].balance_minor == minor("51492.09")


def test_ten_days_of_interest_on_what_is_left_after_three_rows() -> None:
    rest = a_loan(
        principal_minor=minor("76108.02"),
        method=BULLET,
        instalments=1,
        every=10,
        unit=PeriodUnit.DAYS,
        **ACTUAL_360,
    )
    assert schedule_of(rest).totals.interest_minor == minor("253.69")


def test_the_instalment_after_a_part_was_paid_early() -> None:
    rest = a_loan(principal_minor=minor("51492.09") - minor("20000"), instalments=6)
    assert schedule_of(rest).instalment_minor == minor("5433.91")


def test_level_twelve_per_cent_costs_what_it_says() -> None:
    terms = a_loan()
    cost = cost_of(terms, schedule_of(terms))
    assert (cost.percent_simple(2), cost.percent_compound(2)) == ("12.00", "12.68")
    assert cost.basis is CostBasis.PERIODIC_IRR


def test_a_fee_at_disbursement_is_part_of_the_cost() -> None:
    terms = a_loan(fees=(Fee("service", minor("2000"), FeeTiming.DISBURSEMENT),))
    cost = cost_of(terms, schedule_of(terms))
    assert (cost.percent_simple(2), cost.percent_compound(2)) == ("15.85", "17.06")
    assert cost.simple_parts // 12 // 10**7 == 1321  # 1.321% a month: 1.32121%


def test_half_a_per_cent_flat_is_not_six_per_cent() -> None:
    flows = [Flow(0, minor("120000")), *(Flow(k, -minor("10600")) for k in range(1, 13))]
    months = Timeline(Fraction(12), Fraction(12), CostBasis.PERIODIC_IRR)
    cost = annual_cost(flows, months)
    assert (cost.percent_simple(2), cost.percent_compound(2)) == ("10.90", "11.46")


def test_a_hundred_days_of_365_cost_what_the_rate_says() -> None:
    terms = a_loan(
        method=BULLET,
        rate_ppm=ppm("7.3"),
        instalments=1,
        every=100,
        unit=PeriodUnit.DAYS,
        **ACTUAL_365,
    )
    cost = cost_of(terms, schedule_of(terms))
    assert cost.percent_simple(4) == "7.3000"
    assert cost.percent_compound(4) == "7.4956"  # 1.02 ** 3.65 - 1
