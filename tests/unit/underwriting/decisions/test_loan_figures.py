"""Figures come of the one engine, with the fees that count and no others."""

from dataclasses import replace

import pytest

from services.underwriting.decisions.domain.loan_figures import (
    figures_of,
    principal_within,
    unpriceable_facts,
)
from services.underwriting.decisions.domain.snapshot import FeeFacts
from tests.unit.underwriting.decisions.cases import SERVICE_FEE, a_case

RATE_PPM = 120_000
LENT = 10_000_000


def _cost_ppm(*fees: FeeFacts) -> int:
    figures = figures_of(a_case({"product.fees": fees}), LENT, RATE_PPM)
    assert figures is not None
    return figures.compound_cost_ppm


def test_the_level_loan_of_the_textbooks() -> None:
    figures = figures_of(a_case({"product.fees": ()}), LENT, RATE_PPM)
    assert figures is not None
    assert (figures.instalment_minor, figures.total_interest_minor) == (888_488, 661_853)
    assert (figures.simple_cost_ppm, figures.compound_cost_ppm) == (120_000, 126_825)


def test_a_fee_of_two_per_cent_on_day_0_is_in_the_yearly_cost() -> None:
    fee = replace(SERVICE_FEE, rate_ppm=20_000)
    assert _cost_ppm(fee) == 170_589
    assert _cost_ppm(replace(fee, rate_ppm=None, amount_minor=200_000)) == 170_589


@pytest.mark.parametrize(
    "fee",
    [
        replace(SERVICE_FEE, payer="lender"),
        replace(SERVICE_FEE, timing="event"),
        replace(SERVICE_FEE, is_in_annual_cost=False),
        replace(SERVICE_FEE, rate_ppm=0),
        replace(SERVICE_FEE, rate_ppm=None),
    ],
)
def test_a_fee_the_borrower_surely_does_not_pay_costs_nothing(fee: FeeFacts) -> None:
    assert _cost_ppm(fee) == _cost_ppm()


@pytest.mark.parametrize("timing", ["instalment", "maturity"])
def test_later_fees_count_as_well(timing: str) -> None:
    assert _cost_ppm(replace(SERVICE_FEE, timing=timing)) > _cost_ppm()


@pytest.mark.parametrize(
    ("method", "carried"),
    [
        ("level_instalment", 10_000_006),
        ("equal_principal", 9_519_521),
        # Due at the end, and so put by like level instalments.
        ("interest_only", 10_000_006),
        ("bullet", 10_000_006),
    ],
)
def test_a_month_carries_a_principal_by_each_method(method: str, carried: int) -> None:
    case = a_case({"product.fees": (), "application.method": method})
    assert principal_within(case, 888_488, RATE_PPM) == carried


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("application.method", "flat"),
        ("application.method", None),
        ("application.amount_minor", None),
        ("application.term_months", 0),
        ("application.currency", "XXL"),
        ("product.day_count", "30E/360"),
    ],
)
def test_what_the_engine_does_not_draw_up_has_no_figures(fact: str, value: object) -> None:
    case = a_case({fact: value})
    assert principal_within(case, 888_488, RATE_PPM) is None
    if fact != "application.amount_minor":
        assert figures_of(case, LENT, RATE_PPM) is None


def test_the_facts_a_price_needs_are_named() -> None:
    assert unpriceable_facts(a_case()) == ()
    facts = {"application.currency": None, "product.fees": None}
    assert unpriceable_facts(a_case(facts)) == ("application.currency", "product.fees")
