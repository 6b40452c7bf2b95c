"""From decisions to what readers get."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from services.kit.money import Money
from services.kit.schemas import MoneyRead
from services.underwriting.decisions import wire
from services.underwriting.decisions.domain.explanation import Told, ToldChange, told
from services.underwriting.decisions.domain.outcomes import Authority, DecisionOutcome
from services.underwriting.decisions.domain.reason_codes import (
    TOLD_APPROVED,
    TOLD_DECLINED,
    TOLD_REDUCED,
)
from services.underwriting.decisions.domain.replay import Replay
from services.underwriting.decisions.domain.wording import Words
from services.underwriting.decisions.queries import DecisionRecord, Explained
from services.underwriting.decisions.schemas.read import (
    AdviceRead,
    AnnualCostRead,
    ChangeRead,
    DecisionRead,
    ExplanationRead,
    ReplayRead,
    SentenceRead,
    TermsRead,
    WordsRead,
)
from services.underwriting.decisions.tables import DecisionRow


def decision(record: DecisionRecord) -> DecisionRead:
    """A decision with everything it rests on, for staff."""
    row = record.row
    return DecisionRead(
        id=row.decision_id,
        case_id=row.case_id,
        submission=row.submission,
        kind="manual" if row.kind == "manual" else "automatic",
        outcome=DecisionOutcome(row.outcome),
        is_standing=record.case.decision_id == row.decision_id,
        is_override=row.is_override,
        terms=_terms(row),
        binding_constraint=row.binding_constraint,
        authority=Authority(row.authority),
        reasons=[WordsRead(**each) for each in row.reasons],
        conditions=[WordsRead(**each) for each in row.conditions],
        rulebook_version=row.rulebook_version,
        snapshot=json.loads(row.snapshot),
        snapshot_sha256=row.snapshot_sha256,
        answer=json.loads(row.answer),
        answer_sha256=row.answer_sha256,
        valid_until=row.valid_until,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )


def explanation(found: Explained) -> ExplanationRead:
    """A decision in the borrower's words; a person's has the person's reasons."""
    row, machine = found.record.row, found.machine
    is_machines = row.kind == "automatic"
    return ExplanationRead(
        decision_id=row.decision_id,
        application_id=found.record.case.application_id,
        outcome=DecisionOutcome(row.outcome),
        decided_by="machine" if is_machines else "person",
        summary=_advice(machine.summary if is_machines else _summary(found)),
        reasons=[_advice(each) for each in machine.reasons] if is_machines else _kept(row.reasons),
        conditions=_kept(row.conditions),
        changes=[_change(each, row.currency) for each in machine.changes] if is_machines else [],
        decided_at=row.decided_at,
    )


def replay(record: DecisionRecord, again: Replay) -> ReplayRead:
    """What came of deciding once more."""
    row = record.row
    return ReplayRead(
        decision_id=row.decision_id,
        rulebook_version=row.rulebook_version,
        snapshot_sha256=row.snapshot_sha256,
        answer_sha256=row.answer_sha256,
        replayed_sha256=wire.sha256_of(again.decision.canonical()),
        is_identical=again.is_identical,
    )


def _terms(row: DecisionRow) -> TermsRead | None:
    if row.amount_minor is None or row.terms is None:
        return None
    terms = row.terms
    return TermsRead(
        amount=MoneyRead.of(Money(row.amount_minor, row.currency)),
        term_months=terms["term_months"],
        annual_rate=terms["rate_ppm"],
        method=terms["method"],
        instalment=MoneyRead.of(Money(terms["instalment_minor"], row.currency)),
        annual_cost=AnnualCostRead(
            simple=terms["simple_cost_ppm"],
            compound=terms["compound_cost_ppm"],
            basis=terms["cost_basis"],
        ),
    )


def _summary(found: Explained) -> Told:
    """What a person's decision comes to, in the rulebook's words."""
    row = found.record.row
    if row.outcome == DecisionOutcome.DECLINED:
        return told(found.rulebook, TOLD_DECLINED)
    is_cut = row.amount_minor != found.record.case.amount_minor
    return told(found.rulebook, TOLD_REDUCED if is_cut else TOLD_APPROVED)


def _advice(each: Told) -> AdviceRead:
    return AdviceRead(
        code=each.code,
        en=each.words.en,
        zh=each.words.zh,
        advice=None if each.advice is None else _sentence(each.advice),
    )


def _kept(words: Sequence[Mapping[str, Any]]) -> list[AdviceRead]:
    return [AdviceRead(**each, advice=None) for each in words]


def _change(each: ToldChange, currency: str) -> ChangeRead:
    change = each.change
    income = change.income_minor
    return ChangeRead(
        kind=change.kind.value,
        amount=MoneyRead.of(Money(change.amount_minor, currency)),
        term_months=change.term_months,
        co_borrower_income=None if income is None else MoneyRead.of(Money(income, currency)),
        words=_sentence(each.words),
    )


def _sentence(words: Words) -> SentenceRead:
    return SentenceRead(en=words.en, zh=words.zh)
