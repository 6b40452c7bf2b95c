"""Each rule of the shipped rulebook, hit by the one fact it is about."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import pytest

from services.underwriting.decisions.domain.checks import (
    BureauStatus,
    IdentityStatus,
    ListStatus,
)
from services.underwriting.decisions.domain.outcomes import DecisionOutcome
from services.underwriting.decisions.domain.pipeline import decide
from tests.unit.underwriting.decisions.books import BOOK
from tests.unit.underwriting.decisions.cases import CO_BORROWER, TODAY, a_case

DECLINED, REFERRED = DecisionOutcome.DECLINED, DecisionOutcome.REFERRED
SHOP: Final = {
    "party.kind": "business",
    "party.licence_age_months": 30,
    "party.is_licence_current": True,
    "party.industry_code": "F5212",
}
GROUP: Final = {
    "product.type": "group",
    "group.is_frozen": False,
    "group.member_count": 5,
    "group.exposure_minor": 0,
}

HITS: Final[tuple[tuple[str, Mapping[str, Any], DecisionOutcome], ...]] = (
    ("amount_below_product", {"application.amount_minor": 499_999}, DECLINED),
    ("amount_above_product", {"application.amount_minor": 30_000_001}, DECLINED),
    ("term_below_product", {"application.term_months": 2}, DECLINED),
    ("term_above_product", {"application.term_months": 25}, DECLINED),
    ("method_not_offered", {"application.method": "bullet"}, DECLINED),
    ("customer_not_served", {"party.customer_type": "farmer"}, DECLINED),
    ("purpose_denied", {"product.denied_purposes": ("stock",)}, DECLINED),
    ("purpose_not_business", {"application.purpose": "securities"}, DECLINED),
    ("currency_not_of_product", {"product.currency": "USD"}, REFERRED),
    ("currency_not_lent", {"application.currency": "USD"}, REFERRED),
    ("method_needs_a_person", {"application.method": "flat"}, REFERRED),
    ("identity_failed", {"identity.status": IdentityStatus.FAILED}, DECLINED),
    ("identity_unverified", {"identity.status": IdentityStatus.UNVERIFIED}, REFERRED),
    ("identity_card_expired", {"identity.is_card_current": False}, REFERRED),
    ("identity_region_unverified", {"party.warnings": ("identity_region_unverified",)}, REFERRED),
    ("identity_residence_permit", {"party.warnings": ("identity_residence_permit",)}, REFERRED),
    ("age_below_18", {"party.age_years": 17}, DECLINED),
    ("age_above_65", {"party.age_years": 66}, DECLINED),
    ("region_by_hand", {"party.region_code": "810000"}, REFERRED),
    ("list_hit", {"lists.status": ListStatus.HIT}, DECLINED),
    ("list_possible", {"lists.status": ListStatus.POSSIBLE}, REFERRED),
    ("duplicate_identity", {"duplicates.same_identity_count": 1}, REFERRED),
    ("shared_mobile", {"duplicates.same_mobile_count": 3}, REFERRED),
    ("other_case_open", {"duplicates.open_case_count": 1}, REFERRED),
    ("licence_too_young", SHOP | {"party.licence_age_months": 5}, DECLINED),
    ("licence_young", SHOP | {"party.licence_age_months": 11}, REFERRED),
    ("licence_expired", SHOP | {"party.is_licence_current": False}, REFERRED),
    ("industry_denied", SHOP | {"party.industry_code": "J6633"}, DECLINED),
    ("trade_too_short", {"party.years_in_trade": 0}, REFERRED),
    (
        "startup_needs_a_person",
        {"party.customer_type": "startup", "product.customer_types": ("startup",)},
        REFERRED,
    ),
    ("bureau_report_missing", {"bureau.status": BureauStatus.NO_CONSENT}, REFERRED),
    ("bureau_no_record", {"bureau.status": BureauStatus.NO_RECORD}, REFERRED),
    ("bureau_report_stale", {"bureau.report_age_days": 31}, REFERRED),
    ("overdue_now", {"bureau.current_overdue_count": 1}, DECLINED),
    ("overdue_three_in_a_row", {"bureau.consecutive_overdue_max": 3}, DECLINED),
    ("overdue_six_times", {"bureau.overdue_count": 6}, DECLINED),
    ("bad_status", {"bureau.has_bad_status": True}, DECLINED),
    ("queries_very_many", {"bureau.query_count_3m": 11}, DECLINED),
    ("queries_many", {"bureau.query_count_3m": 10}, REFERRED),
    ("other_lenders_many", {"bureau.other_lender_count": 3}, REFERRED),
    ("overdue_with_us", {"exposure.days_past_due_max": 1}, DECLINED),
    ("group_frozen", GROUP | {"group.is_frozen": True}, DECLINED),
    ("group_too_small", GROUP | {"group.member_count": 2}, DECLINED),
    (
        "not_mortgageable",
        {"product.type": "collateral", "collateral.is_mortgageable": False},
        DECLINED,
    ),
)

CONDITIONS: Final[tuple[tuple[str, Mapping[str, Any]], ...]] = (
    ("co_borrowers_sign", {"co_borrowers": (CO_BORROWER,)}),
    (
        "spouse_signs",
        {"party.marital_status": "married", "application.amount_minor": 10_000_000},
    ),
    ("spouse_signs", {"party.marital_status": None, "application.amount_minor": 10_000_000}),
    ("group_signs", GROUP),
    ("lien_registered", {"product.type": "collateral", "collateral.is_mortgageable": True}),
    ("property_insured", {"product.type": "collateral", "collateral.is_mortgageable": True}),
    (
        "paid_to_supplier",
        {"application.amount_minor": 50_000_001, "product.amount_max_minor": 90_000_000},
    ),
)

OF_CO_BORROWERS: Final[tuple[tuple[str, Mapping[str, Any], DecisionOutcome], ...]] = (
    ("co_borrower_list_hit", {"list_status": ListStatus.HIT}, DECLINED),
    ("co_borrower_list_possible", {"list_status": ListStatus.POSSIBLE}, REFERRED),
    ("co_borrower_identity", {"identity_status": IdentityStatus.FAILED}, REFERRED),
    ("co_borrower_age", {"age_years": 17}, DECLINED),
    ("co_borrower_old", {"age_years": 66}, REFERRED),
    ("co_borrower_report_missing", {"bureau_status": BureauStatus.UNAVAILABLE}, REFERRED),
    ("co_borrower_overdue", {"current_overdue_count": 1}, REFERRED),
    ("co_borrower_bad_status", {"has_bad_status": True}, REFERRED),
)


def test_the_clean_case_is_approved_by_the_machine() -> None:
    decision = decide(a_case(), BOOK)
    assert (decision.outcome.value, decision.authority.value) == ("approved", "automatic")
    assert (decision.reasons, decision.conditions) == ((), ())


@pytest.mark.parametrize(("code", "facts", "outcome"), HITS, ids=[hit[0] for hit in HITS])
def test_a_rule_speaks(code: str, facts: Mapping[str, Any], outcome: DecisionOutcome) -> None:
    decision = decide(a_case(facts), BOOK)
    reason = next(one for one in decision.reasons if one.code == code)
    assert reason.outcome is outcome
    assert set(reason.facts) & set(facts)
    assert decision.outcome.severity >= outcome.severity


@pytest.mark.parametrize(("code", "facts"), CONDITIONS)
def test_a_condition_is_set(code: str, facts: Mapping[str, Any]) -> None:
    decision = decide(a_case(facts), BOOK)
    assert decision.outcome is not DecisionOutcome.DECLINED, decision.reasons
    assert code in decision.conditions


@pytest.mark.parametrize(
    ("code", "facts", "outcome"), OF_CO_BORROWERS, ids=[hit[0] for hit in OF_CO_BORROWERS]
)
def test_a_co_borrower_is_checked_like_the_borrower(
    code: str, facts: Mapping[str, Any], outcome: DecisionOutcome
) -> None:
    case = a_case({"co_borrowers": (CO_BORROWER, replace(CO_BORROWER, **facts))})
    decision = decide(case, BOOK)
    reasons = [(one.code, one.outcome) for one in decision.reasons]
    assert reasons == [(code, outcome)]
    assert decision.outcome is outcome


def test_every_rule_of_the_book_is_tried_here() -> None:
    in_force = BOOK.on(TODAY)
    assert in_force is not None
    tried = {code for code, *_ in (*HITS, *OF_CO_BORROWERS, *CONDITIONS)}
    rows = (*in_force.rules.rows, *in_force.co_borrowers.rows)
    assert {row.code for row in rows} == tried
