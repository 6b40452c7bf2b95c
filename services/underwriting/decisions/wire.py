"""Decisions as rows and neighbours spell them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from services.kit.wire_types import rate_percent
from services.underwriting.decisions.domain.decision import Decision
from services.underwriting.decisions.domain.explanation import told
from services.underwriting.decisions.domain.loan_figures import LoanFigures
from services.underwriting.decisions.domain.outcomes import DecisionOutcome
from services.underwriting.decisions.domain.rulebook import Rulebook

__all__ = [
    "figures_kept",
    "instant",
    "money",
    "rate_percent",
    "reasons_told",
    "sha256_of",
    "terms_of",
    "words_of",
]


def money(amount_minor: int, currency: str) -> dict[str, Any]:
    """An amount on the wire."""
    return {"amount": amount_minor, "currency": currency}


def instant(moment: datetime) -> str:
    """A moment on the wire: RFC 3339 in UTC."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def sha256_of(octets: bytes) -> str:
    """The hash a kept text is known by."""
    return sha256(octets).hexdigest()


def terms_of(answer: Decision) -> dict[str, Any] | None:
    """The terms of an approval, as its row keeps them."""
    if answer.outcome is not DecisionOutcome.APPROVED or answer.figures is None:
        return None
    application = answer.snapshot.application
    return {
        "term_months": answer.term_months,
        "method": application.method,
        "rate_ppm": answer.rate_ppm,
        **figures_kept(answer.figures),
    }


def figures_kept(figures: LoanFigures) -> dict[str, Any]:
    """What is kept of a loan's figures."""
    return {
        "instalment_minor": figures.instalment_minor,
        "simple_cost_ppm": figures.simple_cost_ppm,
        "compound_cost_ppm": figures.compound_cost_ppm,
        "cost_basis": figures.cost_basis,
    }


def reasons_told(answer: Decision) -> list[dict[str, str]]:
    """The reasons as severe as the answer, in the words for the borrower, each code once."""
    telling = [reason.code for reason in answer.reasons if reason.outcome is answer.outcome]
    return words_of(answer.rulebook, telling)


def words_of(rulebook: Rulebook, codes: Iterable[str]) -> list[dict[str, str]]:
    """Codes in words, each once; some findings go by another's, so that nobody is warned."""
    found = [told(rulebook, code) for code in codes]
    by_code = {each.code: each.words for each in found}
    return [{"code": code, "en": words.en, "zh": words.zh} for code, words in by_code.items()]
