"""The amount is the smallest of the named caps, and that cap is named."""

from decimal import Decimal
from typing import Any

import pytest

from services.underwriting.decisions.domain.limits import Carried, Limit, LimitRules, limit_of
from services.underwriting.decisions.domain.month import month_of
from services.underwriting.decisions.domain.parameters import parameters_of
from services.underwriting.decisions.domain.strict import Malformed, Record
from tests.unit.underwriting.decisions.books import BOOK, documents
from tests.unit.underwriting.decisions.cases import TODAY, a_case

IN_FORCE = BOOK.on(TODAY)
assert IN_FORCE is not None
RULES = IN_FORCE.limits
PLENTY = 900_000_000


def _limit(
    facts: dict[str, Any] | None = None,
    *,
    affordable: int | None = PLENTY,
    rating: int | None = PLENTY,
) -> Limit:
    case = a_case({"declared.monthly_sales_minor": PLENTY} | (facts or {}))
    month = month_of(case, IN_FORCE.affordability.declared_share if IN_FORCE else 0)
    carried = Carried(month=month, affordable_minor=affordable, rating_minor=rating)
    return limit_of(case, RULES, carried)


def _cap(limit: Limit, name: str) -> int | None:
    return next(cap.amount_minor for cap in limit.caps if cap.name == name)


@pytest.mark.parametrize(
    ("facts", "carried", "binding", "amount"),
    [
        ({}, {}, "requested", 4_000_000),
        ({"application.amount_minor": 4_000_001}, {}, "requested", 4_000_001),
        ({"product.amount_max_minor": 3_050_000}, {}, "product", 3_000_000),
        ({}, {"affordable": 1_234_567}, "affordability", 1_200_000),
        ({}, {"affordable": 99_999}, "affordability", 0),
        ({}, {"rating": 0}, "rating", 0),
        ({"declared.monthly_sales_minor": 1_000_000}, {}, "sales", 2_400_000),
        ({"exposure.outstanding_minor": 98_000_000}, {}, "single_borrower", 2_000_000),
        ({"exposure.in_flight_minor": 99_000_000}, {}, "single_borrower", 1_000_000),
        ({"exposure.outstanding_minor": 200_000_000}, {}, "single_borrower", 0),
        ({"product.type": "group", "group.exposure_minor": 48_000_000}, {}, "group", 2_000_000),
    ],
)
def test_the_smallest_cap_binds(
    facts: dict[str, Any], carried: dict[str, int], binding: str, amount: int
) -> None:
    limit = _limit(facts, **carried)
    assert (limit.binding, limit.amount_minor) == (binding, amount)
    assert limit.unknown == ()


HOME = {
    "product.type": "collateral",
    "collateral.kind": "home",
    "collateral.value_minor": 10_000_000,
    "collateral.prior_liens_minor": 4_000_000,
}


def test_loans_on_a_thing_count_those_before_us() -> None:
    assert _cap(_limit(HOME), "collateral") == 3_000_000


@pytest.mark.parametrize(
    ("change", "unknown"),
    [
        ({"collateral.value_minor": None}, ("collateral.value_minor",)),
        ({"collateral.prior_liens_minor": None}, ("collateral.prior_liens_minor",)),
        ({"collateral.kind": "boat"}, ("collateral.kind",)),
        (
            {"collateral.kind": None, "collateral.value_minor": None},
            ("collateral.kind", "collateral.value_minor"),
        ),
    ],
)
def test_a_thing_we_know_too_little_of_caps_nothing_and_says_so(
    change: dict[str, Any], unknown: tuple[str, ...]
) -> None:
    limit = _limit(HOME | change)
    assert _cap(limit, "collateral") is None
    assert limit.unknown == unknown


@pytest.mark.parametrize(
    ("facts", "unknown"),
    [
        ({"application.amount_minor": None}, ("application.amount_minor",)),
        ({"product.amount_max_minor": None}, ("product.amount_max_minor",)),
        ({"declared.monthly_sales_minor": None}, ("declared.monthly_sales_minor",)),
        ({"exposure.outstanding_minor": None}, ("exposure.outstanding_minor",)),
        ({"product.type": "group"}, ("group.exposure_minor",)),
    ],
)
def test_a_cap_without_its_facts_is_unknown(
    facts: dict[str, Any], unknown: tuple[str, ...]
) -> None:
    assert _limit(facts).unknown == unknown


def test_without_any_cap_there_is_no_amount() -> None:
    facts = {
        "application.amount_minor": None,
        "product.amount_max_minor": None,
        "declared.monthly_sales_minor": None,
        "exposure.outstanding_minor": None,
    }
    limit = _limit(facts, affordable=None, rating=None)
    assert (limit.binding, limit.amount_minor) == (None, None)


def test_a_step_of_nothing_is_refused() -> None:
    figures = parameters_of(Record(documents()["limits"])).in_force(TODAY)
    with pytest.raises(Malformed, match="out_of_range at /values/amount_step_minor"):
        LimitRules.of({**figures, "amount_step_minor": Decimal(0)})
