"""What checklists may be, and what the sample products ask for."""

from typing import Any

import pytest

from services.application.catalogue.domain.version_rules import require_sound
from services.application.domain.checklists import Requirement
from services.application.domain.customers import CustomerType
from services.application.domain.products import checklist_for
from services.kit.money import Money
from tests.unit.application.catalogue.versions import TODAY, cny, drafted, faults, sample_version


def _rule(code: str = "licence", **changes: Any) -> dict[str, Any]:
    return {
        "code": code,
        "title": {"en": "Licence", "zh": "执照"},
        "requirement": "required",
        "group": None,
        "freshness_days": None,
        "media_types": ["application/pdf"],
        "when": {},
    } | changes


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {}),
        ({"customer_types": ["sole_trader"]}, {}),
        ({"amount_from": cny(100)}, {"amount_below": cny(101)}),
        (
            {"customer_types": ["sole_trader"], "amount_from": cny(5)},
            {"customer_types": ["sole_trader", "micro_owner"]},
        ),
        ({"securities": ["none"]}, {"securities": ["none", "collateral"]}),
    ],
)
def test_no_case_is_asked_for_an_item_twice(first: dict[str, Any], second: dict[str, Any]) -> None:
    checklist = [_rule(when=first), _rule(when=second)]
    assert faults(checklist=checklist) == {"/checklist/1/code": "item_repeated"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"customer_types": ["sole_trader"]}, {"customer_types": ["micro_owner"]}),
        ({"amount_from": cny(100)}, {"amount_below": cny(100)}),
    ],
)
def test_an_item_may_be_asked_for_differently_in_different_cases(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    checklist = [_rule(when=first), _rule(requirement="optional", when=second)]
    require_sound(drafted(checklist=checklist), today=TODAY)


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"requirement": "one_of"}, "/checklist/0/group", "group_of_alternatives"),
        ({"group": "proof"}, "/checklist/0/group", "group_of_alternatives"),
        (
            {"when": {"customer_types": ["farmer"]}},
            "/checklist/0/when/customer_types",
            "customer_type_not_served",
        ),
        (
            {"when": {"securities": ["collateral"]}},
            "/checklist/0/when/securities",
            "rule_never_applies",
        ),
        (
            {"when": {"amount_from": cny(5), "amount_below": cny(5)}},
            "/checklist/0/when/amount_below",
            "range_reversed",
        ),
        (
            {"when": {"amount_below": {"amount": 5, "currency": "KWD"}}},
            "/checklist/0/when/amount_below/currency",
            "currency_mismatch",
        ),
    ],
)
def test_a_useless_rule_is_named(changes: dict[str, Any], pointer: str, code: str) -> None:
    assert faults(checklist=[_rule(**changes)]) == {pointer: code}


def _needed(product: str, customer_type: CustomerType, yuan: int) -> dict[str, Requirement]:
    version = sample_version(product)
    amount = Money(yuan * 100, "CNY")
    items = checklist_for(version, customer_type, amount, version.terms.security)
    assert len({item.code for item in items}) == len(items)
    return {item.code: item.requirement for item in items}


BASE = {"identity_card_front", "identity_card_back", "bank_statement", "premises_proof"} | {
    "bureau_authorisation",
    "business_licence",
}


def _required(needed: dict[str, Requirement]) -> set[str]:
    return {code for code, requirement in needed.items() if requirement is Requirement.REQUIRED}


def test_a_sole_trader_proves_its_business_by_one_of_two_papers() -> None:
    needed = _needed("SOLE_TRADER_CREDIT", CustomerType.SOLE_TRADER, 50_000)
    assert _required(needed) == BASE - {"business_licence"}
    assert needed["business_licence"] is needed["operating_proof"] is Requirement.ONE_OF
    assert needed["marital_proof"] is Requirement.OPTIONAL


def test_an_owner_of_an_enterprise_brings_its_licence() -> None:
    needed = _needed("SOLE_TRADER_CREDIT", CustomerType.MICRO_OWNER, 50_000)
    assert _required(needed) == BASE
    assert "operating_proof" not in needed


@pytest.mark.parametrize(("yuan", "is_larger"), [(99_999, False), (100_000, True)])
def test_a_larger_loan_needs_more_papers(yuan: int, is_larger: bool) -> None:  # noqa: FBT001
    needed = _needed("SOLE_TRADER_CREDIT", CustomerType.MICRO_OWNER, yuan)
    assert ({"articles", "accounts"} <= set(needed)) is is_larger


def test_a_loan_on_property_needs_the_papers_of_the_property() -> None:
    needed = _needed("PROPERTY_SECURED", CustomerType.SOLE_TRADER, 500_000)
    assert _required(needed) == BASE | {"accounts", "marital_proof"} | {
        "title_deed",
        "valuation_report",
        "property_insurance",
    }


def test_the_owners_consent_is_asked_for_when_the_property_is_anothers() -> None:
    needed = _needed("PROPERTY_SECURED", CustomerType.SOLE_TRADER, 500_000)
    assert "owner_consent" in set(needed) - _required(needed)


def test_an_enterprise_brings_its_resolution_and_no_marriage_certificate() -> None:
    needed = _needed("PROPERTY_SECURED", CustomerType.ENTERPRISE, 500_000)
    assert "articles" in _required(needed)
    assert "marital_proof" not in needed


def test_a_bank_statement_is_at_most_thirty_days_old() -> None:
    version = sample_version("SOLE_TRADER_CREDIT")
    freshness = {rule.item.code: rule.item.freshness_days for rule in version.terms.checklist}
    assert freshness["bank_statement"] == 30
