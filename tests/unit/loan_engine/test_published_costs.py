"""The annual cost against figures published by regulators (`tests/cases/apr.json`).

Applied: every row whose times are whole unit periods or fractions of a year: the European ones
and the British ones (compound), those of Regulation Z without an odd fraction (simple), the
library's, and our own Chinese one.

Not applied: regz-J-c1iv, regz-J-c1v and regz-J-c5iii. There the odd days before the first payment
bear simple interest within a compound equation, a rule of one jurisdiction; ours compounds them.
"""

import json
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import pytest

from services.loan_engine.annual_cost import AnnualCost, CostBasis, Timeline, annual_cost
from services.loan_engine.growth import Flow
from services.loan_engine.rounding import Rounding, rounded
from tests.unit.loan_engine.loans import minor

CASES: Final = {
    case["id"]: case
    for case in json.loads(
        (Path(__file__).parents[2] / "cases" / "apr.json").read_text(encoding="utf-8")
    )
}
SIMPLE_INTEREST_FOR_ODD_DAYS: Final = {"regz-J-c1iv", "regz-J-c1v", "regz-J-c5iii"}
# The one row that says how its payments come about instead of listing them.
GENERATED: Final = "eu-mcd-14"
YEARS_DENOMINATOR_MAX: Final = 800  # the finest time of the rows is 20/366 + 1/12 = 101/732

Inputs = dict[str, Any]
Timed = Iterator[tuple[Fraction, int]]  # years after the advance, minor units the borrower gets


def amount(number: float) -> int:
    """The cents of an amount as the file spells it."""
    return minor(str(number))


def years(number: float) -> Fraction:
    """The fraction of a year behind a time the file gives to ten digits."""
    return Fraction(str(number)).limit_denominator(YEARS_DENOMINATOR_MAX)


def timed_flows(inputs: Inputs) -> Timed:
    """Advance and payments in years, as the European and British rows give them."""
    for at, number in inputs.get("flows", ()):
        yield years(at), amount(number)
    if "advance" in inputs:
        yield Fraction(0), amount(inputs["advance"])
        for at, number in inputs["payments"]:
            yield years(at), -amount(number)
    if "credit" in inputs:
        yield Fraction(0), amount(inputs["credit"]) - amount(inputs["fee_at_start"])
        at, step = years(inputs["first_interval_years"]), years(inputs["step_years"])
        for payment, count in _payments(inputs):
            for _ in range(count):
                yield at, -payment
                at += step


def _payments(inputs: Inputs) -> Iterator[tuple[int, int]]:
    listed = inputs["payments_amount_count"]
    if isinstance(listed, list):
        yield from ((amount(number), count) for number, count in listed)
    else:
        yield from ((payment, 1) for payment in _interest_and_a_fiftieth(amount(inputs["credit"])))


def _interest_and_a_fiftieth(balance: int) -> Iterator[int]:
    """Each month 6 per cent a year in interest, and 2 per cent of the balance, at least 100."""
    while balance:
        interest = rounded(balance, 200, Rounding.HALF_UP)
        repaid = min(max(rounded(balance, 50, Rounding.HALF_UP), minor("100")), balance)
        yield interest + repaid
        balance -= repaid


def cost_of_timed(inputs: Inputs) -> AnnualCost:
    """The cost of flows at fractions of a year, in the coarsest unit that holds them all."""
    timed = list(timed_flows(inputs))
    units = Fraction(1)
    for at, _ in timed:
        units *= (at * units).denominator
    flows = [Flow(int(at * units), number) for at, number in timed]
    return annual_cost(flows, Timeline(units, units, CostBasis.DATED_IRR))


def cost_of_periods(payments: list[int], advance: int, per_year: Fraction) -> AnnualCost:
    """The cost of one payment at the end of each period."""
    flows = [Flow(0, advance), *(Flow(k, -each) for k, each in enumerate(payments, start=1))]
    return annual_cost(flows, Timeline(per_year, per_year, CostBasis.PERIODIC_IRR))


def regulation_z_payments() -> AnnualCost:
    inputs = CASES["regz-J-c2i"]["inputs"]
    payments = [
        amount(each["amount"]) for each in inputs["payments_in_order"] for _ in range(each["count"])
    ]
    per_year = Fraction(inputs["unit_periods_per_year"])
    return cost_of_periods(payments, amount(inputs["amount_financed"]), per_year)


def regulation_z_single_payment() -> AnnualCost:
    inputs = CASES["regz-J-c5i"]["inputs"]
    payments = [amount(inputs["payment"])]
    return cost_of_periods(payments, amount(inputs["amount_financed"]), Fraction(365, 255))


def library_months() -> AnnualCost:
    return cost_of_periods([minor("340.02")] * 3, minor("1000"), Fraction(12))


def chinese_interest_only() -> AnnualCost:
    inputs = CASES["cn-bullet-compound"]["inputs"]
    payments = [amount(each) for each in inputs["payments"]]
    return cost_of_periods(payments, amount(inputs["net_to_borrower"]), Fraction(12))


SIMPLE: Final[dict[str, Callable[[], AnnualCost]]] = {
    "regz-J-c2i": regulation_z_payments,
    "regz-J-c5i": regulation_z_single_payment,
    "curo-regz": library_months,
}
COMPOUND_BY_PERIODS: Final[dict[str, Callable[[], AnnualCost]]] = {
    "cn-bullet-compound": chinese_interest_only,
}
COMPOUND_BY_YEARS: Final = [name for name in CASES if name.startswith(("eu-", "uk-"))]


def expected(name: str) -> tuple[str, int]:
    """The published figure and its decimals."""
    case = CASES[name]
    return f"{case['expected_pct']:.{case['expected_dp']}f}", case["expected_dp"]


@pytest.mark.parametrize("name", SIMPLE)
def test_the_simple_cost_is_the_published_one(name: str) -> None:
    figure, decimals = expected(name)
    assert SIMPLE[name]().percent_simple(decimals) == figure


@pytest.mark.parametrize("name", COMPOUND_BY_PERIODS)
def test_the_compound_cost_of_periods_is_the_published_one(name: str) -> None:
    figure, decimals = expected(name)
    assert COMPOUND_BY_PERIODS[name]().percent_compound(decimals) == figure


@pytest.mark.parametrize("name", COMPOUND_BY_YEARS)
def test_the_compound_cost_of_years_is_the_published_one(name: str) -> None:
    figure, decimals = expected(name)
    assert cost_of_timed(CASES[name]["inputs"]).percent_compound(decimals) == figure


def test_the_generated_row_has_as_many_payments_as_published() -> None:
    payments = list(_payments(CASES[GENERATED]["inputs"]))
    assert len(payments) == 233


def test_every_row_is_applied_or_named() -> None:
    applied = {*SIMPLE, *COMPOUND_BY_PERIODS, *COMPOUND_BY_YEARS}
    assert applied | SIMPLE_INTEREST_FOR_ODD_DAYS == set(CASES)
    assert not applied & SIMPLE_INTEREST_FOR_ODD_DAYS
