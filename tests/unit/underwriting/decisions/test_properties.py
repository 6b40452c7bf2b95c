"""What holds for every case: the pipeline answers, tightens, and never takes silence for a yes."""

import json
from dataclasses import replace
from functools import cache
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from services.underwriting.decisions.domain.decision import Decision
from services.underwriting.decisions.domain.explanation import explain
from services.underwriting.decisions.domain.finances import CoBorrowerFacts
from services.underwriting.decisions.domain.outcomes import Authority, DecisionOutcome
from services.underwriting.decisions.domain.pipeline import decide
from services.underwriting.decisions.domain.rulebook import Rulebook, rulebook_of
from services.underwriting.decisions.domain.rules import ChangeKind
from services.underwriting.decisions.domain.snapshot import Snapshot
from services.underwriting.decisions.domain.suggestions import INCOME_STEP_MINOR
from tests.unit.underwriting.decisions.books import BOOK, documents
from tests.unit.underwriting.decisions.cases import CO_BORROWER, a_case
from tests.unit.underwriting.decisions.strategies import NAMED, cases

BUSY = [HealthCheck.too_slow]  # a busy machine is no fault of the property
SLOW = settings(max_examples=40, deadline=None, suppress_health_check=BUSY)
USUAL = settings(max_examples=150, deadline=None, suppress_health_check=BUSY)
ANOTHER_COPY = rulebook_of(documents())
# Whether something was verified is no fact about the borrower: without it, their word counts.
BLANKED = tuple(name for name in NAMED if name.split(".")[0] not in {"verified", "frozen_on"})


@USUAL
@given(cases(changes_max=12))
def test_every_case_has_an_answer_that_hangs_together(case: Snapshot) -> None:
    decision = decide(case, BOOK)
    if decision.outcome is DecisionOutcome.APPROVED:
        _require_sound_approval(case, decision)
    else:
        assert any(reason.outcome is decision.outcome for reason in decision.reasons)
    if decision.outcome is DecisionOutcome.REFERRED:
        assert decision.authority is not Authority.AUTOMATIC
    if decision.outcome is DecisionOutcome.DECLINED:
        assert (decision.amount_minor, decision.figures, decision.conditions) == (None, None, ())


def _require_sound_approval(case: Snapshot, decision: Decision) -> None:
    assert decision.authority is Authority.AUTOMATIC
    assert all(reason.outcome is DecisionOutcome.APPROVED for reason in decision.reasons)
    assert decision.steps is not None
    caps = [cap.amount_minor for cap in decision.steps.lent.limit.caps]
    amount, asked, smallest = (
        decision.amount_minor,
        case.application.amount_minor,
        case.product.amount_min_minor,
    )
    assert None not in {amount, asked, smallest, decision.rate_ppm, decision.score}
    assert decision.figures is not None
    assert all(amount is not None and cap is not None and amount <= cap for cap in caps)
    assert all(hit is not None for hit in decision.steps.assessed.rules.hits)
    assert (amount or 0) >= max(1, smallest or 0)


@USUAL
@given(cases())
def test_the_same_facts_and_rules_give_the_same_bytes(case: Snapshot) -> None:
    again = Snapshot.from_document(json.loads(case.canonical()))
    assert decide(again, ANOTHER_COPY).canonical() == decide(case, BOOK).canonical()


@USUAL
@given(case=cases(), name=st.sampled_from(BLANKED))
def test_silence_never_turns_into_a_yes(case: Snapshot, name: str) -> None:
    before, after = decide(case, BOOK), decide(a_case({name: None}, on=case), BOOK)
    if after.outcome is DecisionOutcome.APPROVED:
        assert before.outcome is DecisionOutcome.APPROVED, name
        assert (after.amount_minor or 0) <= (before.amount_minor or 0)


@USUAL
@given(case=cases(), data=st.data())
def test_silence_about_a_co_borrower_never_turns_into_a_yes(
    case: Snapshot, data: st.DataObject
) -> None:
    assume(case.co_borrowers)
    fact = data.draw(st.sampled_from(sorted(CoBorrowerFacts.__dataclass_fields__)))
    first, *rest = case.co_borrowers
    silent = replace(case, co_borrowers=(replace(first, **{fact: None}), *rest))
    if decide(silent, BOOK).outcome is DecisionOutcome.APPROVED:
        assert decide(case, BOOK).outcome is DecisionOutcome.APPROVED


@USUAL
@given(case=cases(), data=st.data())
def test_a_rule_more_never_makes_an_answer_milder(case: Snapshot, data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(["rules", "co_borrowers", "cost"]))
    fewer = _without_a_row(table, data.draw(st.integers(0, len(documents()[table]["rows"]) - 1)))
    all_rules, without = decide(case, BOOK), decide(case, fewer)
    assert all_rules.outcome.severity >= without.outcome.severity
    if all_rules.outcome is not DecisionOutcome.DECLINED:
        assert all_rules.authority.height >= without.authority.height
        assert set(all_rules.conditions) >= set(without.conditions)


@cache
def _without_a_row(table: str, index: int) -> Rulebook:
    every = documents()
    del every[table]["rows"][index]
    return rulebook_of(every)


@SLOW
@given(cases())
def test_a_suggested_change_is_approved_when_it_is_asked_for(case: Snapshot) -> None:
    explanation = explain(case, BOOK, decide(case, BOOK))
    for told in explanation.changes:
        change = told.change
        facts: dict[str, Any] = {
            "application.amount_minor": change.amount_minor,
            "application.term_months": change.term_months,
        }
        if change.kind is ChangeKind.CO_BORROWER:
            another = replace(CO_BORROWER, monthly_income_minor=change.income_minor)
            facts["co_borrowers"] = (*case.co_borrowers, another)
        decision = decide(a_case(facts, on=case), BOOK)
        assert decision.outcome is DecisionOutcome.APPROVED
        assert decision.amount_minor == change.amount_minor


@SLOW
@given(income=st.integers(300_000, 1_200_000), amount=st.integers(5, 300))
def test_the_least_income_of_a_co_borrower_is_the_least(income: int, amount: int) -> None:
    case = a_case(
        {
            "declared.monthly_income_minor": income,
            "application.amount_minor": amount * 100_000,
        }
    )
    for told in explain(case, BOOK, decide(case, BOOK)).changes:
        if told.change.kind is ChangeKind.CO_BORROWER:
            less = (told.change.income_minor or 0) - INCOME_STEP_MINOR
            another = replace(CO_BORROWER, monthly_income_minor=less)
            decision = decide(a_case({"co_borrowers": (another,)}, on=case), BOOK)
            assert (decision.outcome, decision.amount_minor) != (
                DecisionOutcome.APPROVED,
                amount * 100_000,
            )


@USUAL
@given(cases(changes_max=12))
def test_every_answer_can_be_told(case: Snapshot) -> None:
    decision = decide(case, BOOK)
    for reason in decision.reasons:
        _, wording = BOOK.wordings.told(reason.code)
        assert wording.words.en
        assert wording.words.zh
