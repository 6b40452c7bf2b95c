"""The decision in the borrower's words: what was decided, why, and what would change it."""

from dataclasses import dataclass

from services.kit.money import Money
from services.underwriting.decisions.domain.decision import Decision
from services.underwriting.decisions.domain.limits import REQUESTED
from services.underwriting.decisions.domain.outcomes import DecisionOutcome
from services.underwriting.decisions.domain.reason_codes import (
    TOLD_APPROVED,
    TOLD_DECLINED,
    TOLD_REDUCED,
    TOLD_REFERRED,
    changed_by,
)
from services.underwriting.decisions.domain.rulebook import Rulebook
from services.underwriting.decisions.domain.snapshot import Snapshot
from services.underwriting.decisions.domain.suggestions import Change, changes_for
from services.underwriting.decisions.domain.wording import Words


@dataclass(frozen=True, slots=True)
class Told:
    """A reason or condition as the borrower is told it, and what they can do about it."""

    code: str
    words: Words
    advice: Words | None


@dataclass(frozen=True, slots=True)
class ToldChange:
    """A change that would be approved, in words."""

    change: Change
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What the borrower may read."""

    summary: Told
    reasons: tuple[Told, ...]
    conditions: tuple[Told, ...]
    changes: tuple[ToldChange, ...]


def explain(snapshot: Snapshot, rulebook: Rulebook, decision: Decision) -> Explanation:
    """The explanation of that decision. Only reasons as severe as the answer are told, each once.

    `changes` are empty for what was approved as asked for.
    """
    summary = _summary(decision)
    reasons = [reason.code for reason in decision.reasons if reason.outcome is decision.outcome]
    is_plain_yes = summary == TOLD_APPROVED
    changes = () if is_plain_yes else changes_for(snapshot, rulebook, decision)
    return Explanation(
        summary=told(rulebook, summary),
        reasons=tuple(dict.fromkeys(told(rulebook, code) for code in reasons)),
        conditions=tuple(told(rulebook, code) for code in decision.conditions),
        changes=tuple(_told_change(snapshot, rulebook, change) for change in changes),
    )


def told(rulebook: Rulebook, code: str) -> Told:
    """What the borrower is told for a code of this rulebook; raises KeyError for another's."""
    told_code, wording = rulebook.wordings.told(code)
    return Told(told_code, wording.words, wording.advice)


def _summary(decision: Decision) -> str:
    if decision.outcome is DecisionOutcome.APPROVED:
        is_cut = decision.binding_constraint != REQUESTED
        return TOLD_REDUCED if is_cut else TOLD_APPROVED
    return TOLD_REFERRED if decision.outcome is DecisionOutcome.REFERRED else TOLD_DECLINED


def _told_change(snapshot: Snapshot, rulebook: Rulebook, change: Change) -> ToldChange:
    currency = snapshot.application.currency
    assert currency is not None, "nothing is approved in no currency"
    blanks = {
        "amount": Money(change.amount_minor, currency).format(),
        "term": change.term_months,
        "income": Money(change.income_minor or 0, currency).format(),
    }
    words = told(rulebook, changed_by(change.kind)).words
    return ToldChange(change, Words(words.en.format(**blanks), words.zh.format(**blanks)))
