"""The annual cost is the root it claims to be, to its last digit, and one digit on no other."""

from dataclasses import replace
from datetime import date
from decimal import Context, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from services.loan_engine.annual_cost import (
    COST_PARTS_MAX,
    PARTS,
    AnnualCost,
    CostBasis,
    Timeline,
    annual_cost,
)
from services.loan_engine.due_dates import PeriodUnit
from services.loan_engine.growth import CONTEXT, Flow, grown, log_growth
from services.loan_engine.loan_cost import cash_flows, cost_of, timeline_of
from services.loan_engine.refusals import EngineRefusal, RefusalCode
from services.loan_engine.schedule import schedule_of
from services.loan_engine.terms import Fee, FeeTiming, LoanTerms
from tests.unit.loan_engine.loans import BULLET, INTEREST_ONLY, a_loan, drawn_up, loans, minor

MONTHLY = Timeline(Fraction(12), Fraction(12), CostBasis.PERIODIC_IRR)
YEARLY = Timeline(Fraction(1), Fraction(1), CostBasis.PERIODIC_IRR)


def worth(flows: list[Flow], rate: Fraction) -> Fraction:
    """What the flows are worth at the end of the last, at `rate` per time unit, exactly."""
    end = flows[-1].at
    return sum(flow.amount_minor * (1 + rate) ** (end - flow.at) for flow in flows) or Fraction(0)


payment_lists = st.lists(st.integers(0, 10**6), min_size=1, max_size=36)


@settings(max_examples=100)
@given(payment_lists, st.integers(1, 10**6))
def test_the_periodic_rate_is_between_its_neighbours_in_exact_fractions(
    payments: list[int], advance: int
) -> None:
    assume(sum(payments) >= advance)
    flows = [Flow(0, advance), *(Flow(k, -each) for k, each in enumerate(payments, start=1))]
    found = Fraction(grown(log_growth(flows), Fraction(1)))
    assume(found < 1000)
    within = Fraction(1, 10**22)
    assert worth(flows, found - within) < 0 < worth(flows, found + within)


@settings(max_examples=50)
@given(loans())
def test_the_cost_of_any_loan_discounts_its_flows_to_nothing(terms: LoanTerms) -> None:
    """Plain decimals, by the definition: each flow over (1 + compound) ** years."""
    schedule = drawn_up(terms)
    assume(schedule is not None)
    assert schedule is not None
    cost = _cost_within_reach(terms)
    assume(cost is not None)
    assert cost is not None
    timeline = timeline_of(terms)
    flows = cash_flows(terms, schedule)
    times = [
        Fraction((flow.on - terms.disbursed_on).days, 365)
        if timeline.basis is CostBasis.DATED_IRR
        else number / timeline.periods_per_year
        for number, flow in enumerate(flows)
    ]
    left = {
        side: sum(
            flow.amount_minor
            / (1 + Decimal(cost.compound_parts + side) / PARTS)
            ** (Decimal(at.numerator) / at.denominator)
            for flow, at in zip(flows, times, strict=True)
        )
        for side in (-1, 1)
    }
    assert left[-1] <= 0 <= left[1]


def _cost_within_reach(terms: LoanTerms) -> AnnualCost | None:
    try:
        return cost_of(terms, schedule_of(terms))
    except EngineRefusal:
        return None


@given(loans(fees=()))
def test_compound_is_simple_compounded(terms: LoanTerms) -> None:
    schedule = drawn_up(terms)
    assume(schedule is not None)
    assert schedule is not None
    cost = cost_of(terms, schedule)
    per_year = timeline_of(terms).periods_per_year
    each = Decimal(cost.simple_parts) / PARTS * per_year.denominator / per_year.numerator
    compounded = (1 + each) ** (Decimal(per_year.numerator) / per_year.denominator) - 1
    # The simple cost was rounded to a part; compounding makes at most this much of it.
    slack = (compounded + 1) * 2 + 2
    assert abs(compounded * PARTS - cost.compound_parts) <= slack


@given(st.integers(1, 1_000_000), st.integers(1, 24))
def test_interest_only_without_fees_costs_its_rate(rate_ppm: int, instalments: int) -> None:
    terms = a_loan(
        principal_minor=12_000_000, method=INTEREST_ONLY, rate_ppm=rate_ppm, instalments=instalments
    )
    assert terms.principal_minor * rate_ppm % 12_000_000 == 0  # no interest is rounded
    assert cost_of(terms, schedule_of(terms)).simple_ppm == rate_ppm


def test_a_loan_that_costs_nothing_costs_zero() -> None:
    terms = a_loan(rate_ppm=0)
    assert cost_of(terms, schedule_of(terms)) == AnnualCost(0, 0, CostBasis.PERIODIC_IRR)


def test_a_tie_is_rounded_up_on_every_machine() -> None:
    """1 000 000 comes back as 1 123 456.5 parts: exactly half a part of a million."""
    cost = annual_cost([Flow(0, 10_000_000), Flow(1, -11_234_565)], YEARLY)
    assert cost.compound_parts == 123_456_500_000
    assert (cost.compound_ppm, cost.percent_compound(4)) == (123_457, "12.3457")
    assert cost.percent_simple(8) == "12.34565000"


def test_rates_of_tens_of_thousands_of_per_cent_are_found() -> None:
    cost = annual_cost([Flow(0, minor("200")), Flow(1, -minor("350"))], MONTHLY)
    assert cost.compound_ppm == round((Fraction(350, 200) ** 12 - 1) * 10**6)
    assert cost.percent_simple(2) == "900.00"


def test_a_cost_beyond_reach_is_refused_before_its_digits_grow() -> None:
    with pytest.raises(EngineRefusal) as refused:
        annual_cost([Flow(0, 1), Flow(1, -100)], Timeline(Fraction(365), Fraction(365), DATED))
    assert (refused.value.code, refused.value.field) == (RefusalCode.ANNUAL_COST_TOO_HIGH, "fees")


def test_the_highest_cost_is_found_and_the_next_refused() -> None:
    highest = annual_cost([Flow(0, 1), Flow(1, -1001)], YEARLY)
    assert highest.compound_parts == COST_PARTS_MAX
    with pytest.raises(EngineRefusal):
        annual_cost([Flow(0, 1), Flow(1, -1002)], YEARLY)


DATED = CostBasis.DATED_IRR


@pytest.mark.parametrize(
    "flows",
    [
        [Flow(1, 100), Flow(2, -100)],
        [Flow(0, 0), Flow(1, -100)],
        [Flow(0, -100), Flow(1, 100)],
        [Flow(0, 100), Flow(2, -60), Flow(1, -60)],
        [Flow(0, 100), Flow(1, -60), Flow(1, -60)],
        [Flow(0, 100), Flow(1, -150), Flow(2, 20)],
        [Flow(0, 100), Flow(1, -99)],
        [Flow(0, 100)],
    ],
)
def test_flows_that_are_no_loan_are_a_mistake(flows: list[Flow]) -> None:
    with pytest.raises(ValueError, match=r"advance|payments"):
        log_growth(flows)


def test_an_odd_first_period_is_counted_in_days() -> None:
    terms = a_loan(first_due_on=date(2026, 3, 1))
    cost = cost_of(terms, schedule_of(terms))
    assert cost.basis is CostBasis.DATED_IRR
    assert timeline_of(terms) == Timeline(Fraction(365), Fraction(12), CostBasis.DATED_IRR)


def test_a_first_due_date_one_period_on_is_not_odd() -> None:
    terms = a_loan(first_due_on=date(2026, 2, 15))
    assert cost_of(terms, schedule_of(terms)) == cost_of(a_loan(), schedule_of(a_loan()))


def test_one_odd_payment_has_one_period_of_its_days() -> None:
    terms = a_loan(method=BULLET, first_due_on=date(2026, 2, 1), instalments=1)
    fraction = Fraction(365, 17)
    assert timeline_of(terms) == Timeline(Fraction(365), fraction, CostBasis.DATED_IRR)
    cost = cost_of(terms, schedule_of(terms))
    interest = schedule_of(terms).totals.interest_minor
    assert cost.simple_ppm == round(Fraction(interest, 10_000_000) * fraction * 10**6)


@pytest.mark.parametrize(
    ("unit", "every", "per_year"),
    [
        (PeriodUnit.MONTHS, 2, Fraction(6)),
        (PeriodUnit.QUARTERS, 1, Fraction(4)),
        (PeriodUnit.WEEKS, 2, Fraction(365, 14)),
        (PeriodUnit.DAYS, 30, Fraction(365, 30)),
    ],
)
def test_a_year_has_twelve_months_or_365_days(
    unit: PeriodUnit, every: int, per_year: Fraction
) -> None:
    timeline = timeline_of(a_loan(unit=unit, every=every))
    assert timeline == Timeline(per_year, per_year, CostBasis.PERIODIC_IRR)


@pytest.mark.parametrize("timing", FeeTiming)
def test_every_fee_raises_the_cost_and_sooner_ones_more(timing: FeeTiming) -> None:
    free = a_loan()
    charged = replace(free, fees=(Fee("service", 1_000, timing),))
    dearer = cost_of(charged, schedule_of(charged)).compound_parts
    assert dearer > cost_of(free, schedule_of(free)).compound_parts


def test_the_precision_is_stated_and_does_not_leak() -> None:
    before = Decimal(1) / 3
    log_growth([Flow(0, 100), Flow(1, -110)])
    assert Decimal(1) / 3 == before
    assert CONTEXT.prec == 40


def by_plain_newton(flows: list[Flow]) -> Decimal:
    """The same root, slowly: every step by true logarithms, with half as many digits again."""
    with localcontext(Context(prec=60)):
        rate, sought = Decimal(0), Decimal(flows[0].amount_minor).ln()
        for _ in range(30):
            worths = [-flow.amount_minor * (-rate * flow.at).exp() for flow in flows[1:]]
            weighed = sum(worth * flow.at for worth, flow in zip(worths, flows[1:], strict=True))
            worth = sum(worths)
            rate += Decimal((Decimal(worth).ln() - sought) * worth / weighed)
        return rate


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(1, 40), st.integers(0, 10**6)), min_size=1, max_size=24),
    st.integers(1, 10**6),
)
def test_shortcuts_change_no_digit_that_counts(
    payments: list[tuple[int, int]], advance: int
) -> None:
    assume(sum(amount for _, amount in payments) >= advance)
    flows, at = [Flow(0, advance)], 0
    for gap, amount in payments:
        at += gap
        flows.append(Flow(at, -amount))
    assert abs(log_growth(flows) - by_plain_newton(flows)) < Decimal("1e-30")


def test_a_search_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.loan_engine.growth.STEPS_MAX", 1)
    with pytest.raises(ArithmeticError, match="not found"):
        log_growth([Flow(0, 100), Flow(1, -50), Flow(9, -150)])
