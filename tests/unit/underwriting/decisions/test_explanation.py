"""What the borrower reads: the answer, its reasons in plain words, and what would change it."""

from typing import Any

import pytest

from services.underwriting.decisions.domain.checks import BureauFacts, ListStatus
from services.underwriting.decisions.domain.explanation import Explanation, explain, told
from services.underwriting.decisions.domain.pipeline import decide
from services.underwriting.decisions.domain.suggestions import TERMS_TRIED_MAX
from tests.unit.underwriting.decisions.books import BOOK
from tests.unit.underwriting.decisions.cases import a_case


def _explained(facts: dict[str, Any] | None = None) -> Explanation:
    case = a_case(facts)
    return explain(case, BOOK, decide(case, BOOK))


def _changes(explanation: Explanation) -> dict[str, tuple[int, int, int | None]]:
    changes = [one.change for one in explanation.changes]
    return {
        one.kind.value: (one.amount_minor, one.term_months, one.income_minor) for one in changes
    }


def _codes(explanation: Explanation) -> list[str]:
    return [one.code for one in explanation.reasons]


def test_a_plain_yes_needs_no_reasons_and_no_changes() -> None:
    explanation = _explained()
    assert explanation.summary.code == "told_approved"
    assert explanation.summary.words.zh == "您的贷款申请已按申请金额获批。"
    assert (explanation.reasons, explanation.changes) == ((), ())


SHORT = {"declared.monthly_income_minor": 700_000, "application.amount_minor": 5_000_000}


def test_a_smaller_yes_says_what_cut_it_and_how_to_get_all() -> None:
    explanation = _explained(SHORT)
    assert explanation.summary.code == "told_reduced"
    assert _codes(explanation) == ["limited_by_affordability", "affordability_disposable_income"]
    assert _changes(explanation) == {"co_borrower": (5_000_000, 12, 500_000)}
    (change,) = explanation.changes
    assert "CNY 5,000.00 a month" in change.words.en
    assert "月收入有证明且不低于CNY 5,000.00" in change.words.zh


def test_a_referral_says_which_amount_would_need_nobody() -> None:
    explanation = _explained({"application.amount_minor": 20_000_000})
    assert explanation.summary.code == "told_referred"
    assert _changes(explanation) == {"amount": (5_000_000, 12, None)}


WEAK = {"application.term_months": 24, "party.years_in_trade": 1, "bureau.open_loan_count": 1}


def test_the_nearest_term_that_would_do_is_named() -> None:
    explanation = _explained(WEAK)
    assert _changes(explanation)["term"] == (4_000_000, 11, None)


@pytest.mark.parametrize(
    "facts",
    [
        {"product.term_months_max": None},
        {"product.term_months_max": 24 + TERMS_TRIED_MAX},
    ],
)
def test_terms_are_tried_only_within_a_known_and_sane_range(facts: dict[str, Any]) -> None:
    assert "term" not in _changes(_explained(WEAK | facts))


def test_nothing_about_the_loan_changes_what_the_borrower_must_settle_first() -> None:
    explanation = _explained({"bureau.current_overdue_count": 1})
    assert explanation.summary.code == "told_declined"
    (reason,) = explanation.reasons
    assert reason.code == "overdue_now"
    assert reason.advice is not None
    assert reason.advice.en == "Pay what is overdue and apply again."
    assert explanation.changes == ()


def test_what_must_not_be_told_is_told_as_something_else_and_once() -> None:
    explanation = _explained(
        {"lists.status": ListStatus.POSSIBLE, "duplicates.same_identity_count": 1}
    )
    assert _codes(explanation) == ["checks_not_completed"]
    assert "list" not in explanation.reasons[0].words.en


def test_only_reasons_as_severe_as_the_answer_are_told() -> None:
    explanation = _explained({"bureau": BureauFacts(current_overdue_count=1)})
    assert _codes(explanation) == ["overdue_now"]


def test_conditions_are_told_too() -> None:
    explanation = _explained(
        {"party.marital_status": "married", "application.amount_minor": 10_000_000}
    )
    (condition,) = explanation.conditions
    assert (condition.code, condition.advice) == ("spouse_signs", None)


@pytest.mark.parametrize("fact", ["application.amount_minor", "application.term_months"])
def test_without_an_amount_or_a_term_there_is_nothing_to_change(fact: str) -> None:
    assert _explained({fact: None}).changes == ()


def test_before_the_rulebook_begins_there_is_nothing_to_change() -> None:
    explanation = _explained({"frozen_on": BOOK.valid_from.replace(year=2025)})
    assert explanation.summary.code == "told_referred"
    assert explanation.changes == ()


def test_a_product_without_a_smallest_loan_begins_at_one_step() -> None:
    assert _changes(_explained({"product.amount_min_minor": None} | SHORT)) == {}


def test_a_code_of_no_rulebook_is_our_own_mistake() -> None:
    with pytest.raises(KeyError):
        told(BOOK, "no_such_code")
