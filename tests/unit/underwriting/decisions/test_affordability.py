"""What a month can carry, by hand-made figures."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from services.underwriting.decisions.domain.affordability import (
    TESTS,
    Affordability,
    AffordabilityRules,
    affordability_of,
)
from services.underwriting.decisions.domain.month import month_of
from services.underwriting.decisions.domain.strict import Malformed
from tests.unit.underwriting.decisions.books import BOOK
from tests.unit.underwriting.decisions.cases import CLEAN, CO_BORROWER, TODAY, a_case

IN_FORCE = BOOK.on(TODAY)
assert IN_FORCE is not None
RULES = IN_FORCE.affordability
SHARE = RULES.declared_share


def _carried(facts: dict[str, Any] | None = None) -> Affordability:
    return affordability_of(a_case(facts), RULES)


def test_every_test_leaves_its_instalment() -> None:
    # Declared: 12,000 of 15,000 income, 40,000 of 50,000 sales; 30,000 costs, 4,000 to live.
    assert dict(_carried().instalments) == {
        "debt_to_income": 660_000,  # 55 % of 12,000
        "disposable_income": 560_000,  # 70 % of 12,000 - 4,000
        "debt_service_cover": 833_333,  # 10,000 / 1.2, cut down
        "stress": 560_000,  # 32,000 sales less costs of 30,000 less 12 % of them
    }


def test_the_tightest_test_binds_and_of_two_alike_the_earlier() -> None:
    carried = _carried()
    assert (carried.binding, carried.instalment_minor) == ("disposable_income", 560_000)


def test_existing_debts_come_first() -> None:
    carried = _carried({"declared.existing_monthly_debt_service_minor": 100_000})
    assert dict(carried.instalments) == {
        "debt_to_income": 560_000,
        "disposable_income": 490_000,
        "debt_service_cover": 733_333,
        "stress": 460_000,
    }


@pytest.mark.parametrize(("told", "reported"), [(100_000, 20_000), (20_000, 100_000)])
def test_of_the_borrowers_word_and_the_bureaus_the_larger_debt_counts(
    told: int, reported: int
) -> None:
    facts = {
        "declared.existing_monthly_debt_service_minor": told,
        "bureau.monthly_debt_service_minor": reported,
    }
    assert month_of(a_case(facts), SHARE).debt_service_minor == 100_000


def test_what_was_verified_counts_in_full_and_instead() -> None:
    facts = {
        "verified.monthly_income_minor": 1_400_000,
        "verified.monthly_sales_minor": 4_500_000,
        "verified.monthly_costs_minor": 3_100_000,
        "verified.monthly_household_costs_minor": 300_000,
        "verified.existing_monthly_debt_service_minor": 50_000,
    }
    month = month_of(a_case(facts), SHARE)
    assert (month.income_minor, month.sales_minor) == (1_400_000, 4_500_000)
    assert (month.costs_minor, month.household_minor) == (3_100_000, 300_000)
    assert month.debt_service_minor == 50_000


def test_a_declared_amount_is_cut_down_to_the_whole_unit() -> None:
    month = month_of(a_case({"declared.monthly_income_minor": 9}), SHARE)
    assert month.income_minor == 7


def test_a_business_is_judged_by_its_cash_alone() -> None:
    facts = {"party.kind": "business", "declared.monthly_income_minor": None}
    carried = _carried(facts)
    assert set(carried.instalments) == {"debt_service_cover", "stress"}
    assert carried.instalment_minor == 560_000
    assert carried.unknown == ()


def test_who_cannot_pay_carries_nothing_rather_than_less() -> None:
    carried = _carried({"declared.monthly_costs_minor": 9_000_000})
    assert carried.instalment_minor == 0
    assert min(amount for amount in carried.instalments.values() if amount is not None) < 0


@pytest.mark.parametrize(
    ("fact", "unanswered"),
    [
        ("declared.monthly_income_minor", {"debt_to_income", "disposable_income"}),
        ("declared.monthly_household_costs_minor", {"disposable_income"}),
        ("declared.monthly_sales_minor", {"debt_service_cover", "stress"}),
        ("declared.monthly_costs_minor", {"debt_service_cover", "stress"}),
        ("declared.existing_monthly_debt_service_minor", set(TESTS)),
        ("bureau.monthly_debt_service_minor", set(TESTS)),
    ],
)
def test_a_figure_nobody_knows_leaves_its_tests_unanswered(fact: str, unanswered: set[str]) -> None:
    carried = _carried({fact: None})
    assert {name for name, amount in carried.instalments.items() if amount is None} == unanswered
    assert carried.instalment_minor is None
    assert carried.unknown == (fact,)
    assert carried.binding not in unanswered


def test_with_no_figure_at_all_nothing_binds() -> None:
    carried = _carried({"bureau.monthly_debt_service_minor": None})
    assert carried.binding is None


def test_a_co_borrower_brings_income_and_debts() -> None:
    other = replace(
        CO_BORROWER,
        monthly_household_costs_minor=100_000,
        existing_monthly_debt_service_minor=50_000,
    )
    declared = replace(CO_BORROWER, is_income_verified=False)
    month = month_of(a_case({"co_borrowers": (other, declared)}), SHARE)
    assert month.other_income_minor == 800_000 + 640_000
    assert month.household_minor == 500_000
    assert month.debt_service_minor == 50_000


def test_a_co_borrower_of_whom_nothing_is_known_helps_nobody() -> None:
    unknown = type(CO_BORROWER)()
    month = month_of(replace(CLEAN, co_borrowers=(unknown,)), SHARE)
    assert month.other_income_minor == 0
    assert month.household_minor is month.debt_service_minor is None
    assert month.unknown == (
        "co_borrowers.monthly_household_costs_minor",
        "co_borrowers.existing_monthly_debt_service_minor",
    )


@pytest.mark.parametrize("code", ["debt_service_cover_min", "stress_cover_min"])
def test_a_cover_of_nothing_is_refused(code: str) -> None:
    values = {name: Decimal(1) for name in AffordabilityRules.__dataclass_fields__}
    with pytest.raises(Malformed, match=f"out_of_range at /values/{code}"):
        AffordabilityRules.of(values | {code: Decimal(0)})
