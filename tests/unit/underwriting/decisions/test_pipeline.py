"""The stages one after another: score, price, limit, cost and authority make one answer."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.loan_engine import ENGINE_VERSION
from services.underwriting.decisions.domain.checks import BureauFacts, BureauStatus
from services.underwriting.decisions.domain.decision import Decision
from services.underwriting.decisions.domain.finances import FinancialFacts
from services.underwriting.decisions.domain.outcomes import Authority, DecisionOutcome, Stage
from services.underwriting.decisions.domain.pipeline import decide
from services.underwriting.decisions.domain.snapshot import (
    AccountStanding,
    SavingsStanding,
)
from tests.unit.underwriting.decisions.books import BOOK, Documents, changed, row
from tests.unit.underwriting.decisions.cases import CLEAN, CO_BORROWER, SERVICE_FEE, a_case


def _decided(facts: dict[str, Any] | None = None) -> Decision:
    return decide(a_case(facts), BOOK)


def _codes(decision: Decision) -> list[str]:
    return [reason.code for reason in decision.reasons]


def test_an_approval_carries_its_price_and_figures() -> None:
    decision = _decided()
    assert (decision.score, decision.rating, decision.rate_ppm) == (514, "C", 111_000)
    assert (decision.amount_minor, decision.term_months) == (4_000_000, 12)
    figures = decision.figures
    assert figures is not None
    assert (figures.instalment_minor, figures.total_interest_minor) == (353_713, 244_560)
    # 11.1 % a year and half a per cent on day 0.
    assert (figures.simple_cost_ppm, figures.compound_cost_ppm) == (120_511, 127_395)
    assert figures.cost_basis == "periodic irr"


@pytest.mark.parametrize(
    ("facts", "rating", "rate_ppm"),
    [
        (
            {
                "statement.account_standing": AccountStanding.STEADY,
                "statement.savings_standing": SavingsStanding.AMPLE,
            },
            "A",
            84_000,
        ),
        ({"statement.account_standing": AccountStanding.LOW}, "A", 84_000),
        ({"statement.account_standing": AccountStanding.OVERDRAWN}, "B", 96_000),
        ({}, "C", 111_000),
        ({"application.term_months": 18}, "C", 114_000),
    ],
)
def test_a_better_score_is_a_better_price(
    facts: dict[str, Any], rating: str, rate_ppm: int
) -> None:
    decision = _decided(facts)
    assert (decision.rating, decision.rate_ppm) == (rating, rate_ppm)


WEAK = {"application.term_months": 24, "party.years_in_trade": 1, "bureau.open_loan_count": 1}
WEAKEST = WEAK | {"bureau.overdue_count": 1}


def test_a_low_score_is_weighed_by_a_person_and_says_what_cost_most() -> None:
    decision = _decided(WEAK)
    assert (decision.outcome, decision.rating) == (DecisionOutcome.REFERRED, "D")
    assert _codes(decision)[:5] == [
        "score_low",
        "score_account_standing",
        "score_term",
        "score_savings_standing",
        "score_credit_history",
    ]


def test_a_score_below_the_cut_off_declines_and_prices_nothing() -> None:
    decision = _decided(WEAKEST)
    assert (decision.outcome, decision.rating) == (DecisionOutcome.DECLINED, "E")
    assert (decision.amount_minor, decision.rate_ppm, decision.figures) == (None, None, None)
    assert _codes(decision)[0] == "score_below_cut_off"


def test_an_amount_is_cut_to_what_a_month_carries() -> None:
    decision = _decided(
        {"declared.monthly_income_minor": 700_000, "application.amount_minor": 5_000_000}
    )
    assert decision.outcome is DecisionOutcome.APPROVED
    assert (decision.amount_minor, decision.binding_constraint) == (1_200_000, "affordability")
    assert _codes(decision) == ["limited_by_affordability", "affordability_disposable_income"]
    assert all(reason.outcome is DecisionOutcome.APPROVED for reason in decision.reasons)


def test_an_amount_cut_by_the_rating_says_what_cost_the_points() -> None:
    decision = _decided({"application.amount_minor": 15_000_000, "application.term_months": 24})
    assert decision.binding_constraint == "rating"
    assert "score_account_standing" in _codes(decision)


def test_less_than_the_smallest_loan_is_a_decline() -> None:
    decision = _decided({"declared.monthly_costs_minor": 4_300_000})
    assert decision.outcome is DecisionOutcome.DECLINED
    assert _codes(decision) == [
        "below_product_minimum",
        "limited_by_affordability",
        "affordability_stress",
    ]


@pytest.mark.parametrize(
    ("amount", "authority", "outcome"),
    [
        (5_000_000, "automatic", DecisionOutcome.APPROVED),
        (5_000_100, "level_2", DecisionOutcome.REFERRED),
        (30_000_000, "level_2", DecisionOutcome.REFERRED),
    ],
)
def test_the_amount_decides_who_decides(
    amount: int, authority: str, outcome: DecisionOutcome
) -> None:
    rich = FinancialFacts(
        monthly_income_minor=20_000_000,
        monthly_sales_minor=50_000_000,
        monthly_costs_minor=10_000_000,
        monthly_household_costs_minor=0,
        existing_monthly_debt_service_minor=0,
    )
    facts = {
        "application.amount_minor": amount,
        "declared": rich,
        "statement.account_standing": AccountStanding.STEADY,
    }
    decision = _decided(facts)
    assert (decision.authority.value, decision.outcome) == (authority, outcome)
    assert ("decided_by_a_person" in _codes(decision)) is (outcome is DecisionOutcome.REFERRED)


def test_a_missing_report_refers_and_never_declines_for_its_missing_points() -> None:
    decision = _decided({"bureau": BureauFacts()})
    assert decision.outcome is DecisionOutcome.REFERRED
    assert (decision.score, decision.rating, decision.rate_ppm) == (None, None, None)
    assert _codes(decision) == ["missing_bureau_report", "decided_by_a_person"]
    assert "bureau.has_bad_status" in decision.reasons[0].facts


def test_no_figures_of_the_business_refer() -> None:
    decision = _decided({"declared": FinancialFacts()})
    assert decision.outcome is DecisionOutcome.REFERRED
    assert _codes(decision) == ["missing_financials"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"application.amount_minor": None}, "missing_application"),
        ({"application.term_months": None}, "missing_application"),
        ({"application.method": None}, "missing_application"),
        ({"product.fees": None}, "missing_product"),
        ({"product.day_count": None}, "missing_product"),
        ({"product.rate_min_ppm": None}, "missing_product"),
        ({"product.rate_max_ppm": None}, "missing_product"),
        ({"product.type": None}, "missing_product"),
        ({"product.amount_min_minor": None}, "missing_product"),
        ({"party.age_years": None}, "missing_party"),
        ({"identity.status": None}, "missing_identity_check"),
        ({"lists.status": None}, "missing_list_check"),
        ({"duplicates.open_case_count": None}, "missing_duplicate_check"),
        ({"exposure.in_flight_minor": None}, "missing_exposure"),
    ],
)
def test_what_is_missing_refers_in_the_borrowers_terms(facts: dict[str, Any], code: str) -> None:
    decision = _decided(facts)
    assert decision.outcome is DecisionOutcome.REFERRED
    assert code in _codes(decision)


DEAR = replace(SERVICE_FEE, rate_ppm=1_000_000)


@pytest.mark.parametrize(
    "facts",
    [
        {"product.day_count": "30E/360"},
        {"product.rate_min_ppm": 150_000},
        {"application.method": "flat", "product.methods": ("flat",)},
        {"product.fees": (DEAR,)},
        {"application.term_months": 700, "product.term_months_max": 700},
    ],
)
def test_a_loan_that_cannot_be_priced_is_referred(facts: dict[str, Any]) -> None:
    decision = _decided(facts)
    assert decision.outcome is DecisionOutcome.REFERRED
    assert "not_priced" in _codes(decision)


def test_a_case_with_no_amount_at_all_is_the_committees() -> None:
    facts = {
        "application.amount_minor": None,
        "product.amount_max_minor": None,
        "declared.monthly_sales_minor": None,
        "exposure.outstanding_minor": None,
        "bureau.overdue_count": None,
    }
    decision = _decided(facts)
    assert (decision.outcome, decision.authority) == (DecisionOutcome.REFERRED, Authority.COMMITTEE)
    assert (decision.amount_minor, decision.binding_constraint) == (None, None)


@pytest.mark.parametrize(
    ("day", "fee_ppm", "code", "outcome"),
    [
        (date(2026, 12, 1), 5_000, None, DecisionOutcome.APPROVED),
        (date(2026, 12, 1), 60_000, "annual_cost_above_24_percent", DecisionOutcome.REFERRED),
        (date(2027, 7, 1), 5_000, "annual_cost_above_target", DecisionOutcome.REFERRED),
        (date(2028, 1, 1), 5_000, "annual_cost_above_4_lpr", DecisionOutcome.REFERRED),
    ],
)
def test_the_yearly_cost_is_held_to_the_caps_of_its_day(
    day: date, fee_ppm: int, code: str | None, outcome: DecisionOutcome
) -> None:
    fee = replace(SERVICE_FEE, rate_ppm=fee_ppm)
    decision = _decided({"frozen_on": day, "product.fees": (fee,)})
    assert decision.outcome is outcome
    assert _codes(decision) == ([code] if code else [])


def test_before_the_rulebook_begins_the_committee_decides() -> None:
    decision = _decided({"frozen_on": date(2026, 10, 31)})
    assert (decision.outcome, decision.authority) == (DecisionOutcome.REFERRED, Authority.COMMITTEE)
    assert _codes(decision) == ["rulebook_not_in_force"]
    assert (decision.score, decision.rating) == (None, None)
    assert decision.document()["trace"] is None


@pytest.mark.parametrize("table", ["ratings", "rating_caps", "pricing", "authority"])
def test_a_gap_in_a_table_refers(table: str) -> None:
    book = changed(lambda every: every[table]["rows"].clear())
    decision = decide(a_case(), book)
    assert decision.outcome is DecisionOutcome.REFERRED
    assert "rulebook_gap" in _codes(decision)


def test_two_answers_of_a_table_are_none() -> None:
    def widen(every: Documents) -> None:
        row(every, "ratings", "B")["when"] = {"found.score": {"ge": "490"}}

    decision = decide(a_case(), changed(widen))
    assert decision.outcome is DecisionOutcome.REFERRED
    assert "rulebook_gap" in _codes(decision)


def test_a_person_is_asked_even_where_the_tables_would_say_yes() -> None:
    def ask(every: Documents) -> None:
        row(every, "rules", "trade_too_short")["when"] = {}
        row(every, "rules", "trade_too_short")["then"] = "committee"

    decision = decide(a_case(), changed(ask))
    assert (decision.outcome, decision.authority) == (DecisionOutcome.REFERRED, Authority.COMMITTEE)


def test_an_unknown_rule_raises_the_authority_it_might_have_asked_for() -> None:
    def ask(every: Documents) -> None:
        row(every, "rules", "trade_too_short")["when"] = {"party.employees": {"gt": "50"}}
        row(every, "rules", "trade_too_short")["then"] = "level_2"

    decision = decide(a_case(), changed(ask))
    assert (decision.outcome, decision.authority) == (DecisionOutcome.REFERRED, Authority.LEVEL_2)
    assert _codes(decision) == ["missing_party"]


def test_reasons_stand_once_the_severest_first() -> None:
    decision = _decided({"bureau": replace(CLEAN.bureau, status=None, current_overdue_count=1)})
    codes = _codes(decision)
    assert codes[0] == "overdue_now"
    assert len(codes) == len(set(codes))
    severities = [reason.outcome.severity for reason in decision.reasons]
    assert severities == sorted(severities, reverse=True)


def test_the_trace_shows_every_stage_with_what_it_looked_at() -> None:
    case = a_case({"co_borrowers": (replace(CO_BORROWER, monthly_income_minor=90_000),)})
    document = json.loads(decide(case, BOOK).canonical())
    trace = document["trace"]
    assert set(trace) == {stage.value for stage in Stage}
    first = trace["rules"][0]
    assert first == {
        "code": "amount_below_product",
        "hit": False,
        "then": "never",
        "facts": {"application.amount_minor": 4_000_000, "product.amount_min_minor": 500_000},
    }
    assert trace["co_borrowers"][0]["co_borrower_overdue"] is False
    assert trace["score"]["points"] == 514
    assert trace["score"]["rating"] == {
        "row": "C",
        "then": {"rating": "C", "outcome": "approved"},
    }
    assert trace["affordability"]["binding"] == "disposable_income"
    assert trace["limit"]["caps_minor"]["requested"] == 4_000_000
    assert [one["hit"] for one in trace["cost"]] == [False]
    assert trace["authority"] == {"small": "automatic"}


def test_the_trace_of_what_could_not_be_told_names_the_facts() -> None:
    document = json.loads(_decided({"bureau": BureauFacts()}).canonical())
    assert document["trace"]["score"]["rating"] == {"row": None, "unknown": ["found.score"]}
    assert document["trace"]["cost"] == []


def test_a_decision_names_the_versions_it_was_made_by() -> None:
    decision = _decided()
    assert decision.document()["versions"] == {
        "snapshot_sha256": CLEAN.sha256,
        "rulebook": BOOK.version,
        "rulebook_sha256": BOOK.sha256,
        "scorecard": "german-credit/1",
        "loan_engine": ENGINE_VERSION,
    }


def test_who_never_borrowed_is_not_who_was_never_asked_about() -> None:
    nothing = BureauFacts(
        status=BureauStatus.NO_RECORD,
        report_age_days=0,
        current_overdue_count=0,
        overdue_count=0,
        consecutive_overdue_max=0,
        has_bad_status=False,
        query_count_3m=0,
        open_loan_count=0,
        closed_loan_count=0,
        other_lender_count=0,
        monthly_debt_service_minor=0,
    )
    decision = _decided({"bureau": nothing})
    assert _codes(decision) == ["bureau_no_record"]
    assert decision.score == 498
