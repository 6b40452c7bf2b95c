"""What a person would offer: same price, figures and authority, an amount of their choice."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from services.underwriting.decisions.domain.decision import Decision
from services.underwriting.decisions.domain.decision_table import DecisionTable
from services.underwriting.decisions.domain.facts import AMOUNT, COMPOUND_COST, OF_CASE, Values
from services.underwriting.decisions.domain.judging import Judged, judged
from services.underwriting.decisions.domain.limits import CAPS_FOR_ALL
from services.underwriting.decisions.domain.loan_figures import LoanFigures, figures_of
from services.underwriting.decisions.domain.outcomes import (
    Authority,
    DecisionOutcome,
    Reason,
    Stage,
)
from services.underwriting.decisions.domain.pipeline import decide
from services.underwriting.decisions.domain.reason_codes import (
    CURRENCY_NOT_LENT,
    DECIDED_BY_A_PERSON,
    RULEBOOK_NOT_IN_FORCE,
    limited_by,
)
from services.underwriting.decisions.domain.rulebook import Rulebook
from services.underwriting.decisions.domain.rules import Effect
from services.underwriting.decisions.domain.snapshot import Snapshot
from services.underwriting.decisions.domain.steps import Steps

RATE_OUTSIDE_PRODUCT: Final = "rate_outside_product"
Found = tuple[DecisionTable[Effect], Judged]
# The rows of a table that leave nothing to a person's judgement.
_FINAL: Final = frozenset({Effect.NEVER, Effect.BLOCKED})


@dataclass(frozen=True, slots=True)
class Terms:
    """What the person wishes to lend; `rate_ppm` None means at the price of the rules."""

    amount_minor: int
    term_months: int
    rate_ppm: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The offer such terms come to.

    `forbidden` holds the codes nobody may override: with any of them, or without `figures`, there
    is no offer. `overridden` holds what the rules said against it: each needs the approver's word.
    `limit_minor` is the most the rules would lend over that term, None when they cannot tell.
    """

    rate_ppm: int | None
    figures: LoanFigures | None
    authority: Authority
    forbidden: tuple[str, ...]
    overridden: tuple[Reason, ...]
    conditions: tuple[str, ...]
    limit_minor: int | None


def propose(snapshot: Snapshot, rulebook: Rulebook, terms: Terms) -> Proposal:
    """Those terms weighed by the rules that were frozen with the case.

    The authority is never the machine's: what it would say yes to needs no proposal.
    """
    asked = replace(
        snapshot.application, amount_minor=terms.amount_minor, term_months=terms.term_months
    )
    case = replace(snapshot, application=asked)
    decision = decide(case, rulebook)
    if decision.steps is None:
        return _impossible()
    return _weighed(case, terms, decision, decision.steps)


def _weighed(case: Snapshot, terms: Terms, decision: Decision, steps: Steps) -> Proposal:
    rate_ppm = _rate_of(case, terms, steps)
    figures = None if rate_ppm is None else figures_of(case, terms.amount_minor, rate_ppm)
    values = list(steps.values)
    values[OF_CASE.places[AMOUNT]] = terms.amount_minor
    found = list(_found(steps, figures, values))
    matrix = [row.output for row in steps.in_force.authority.possible(values)]
    asked = [*matrix, *(one.authority for _, one in found), Authority.LEVEL_1]
    forbidden = tuple(_forbidden(case, terms, rate_ppm, steps, found))
    return Proposal(
        rate_ppm=rate_ppm,
        figures=figures,
        authority=max(asked, key=lambda authority: authority.height),
        forbidden=forbidden,
        overridden=tuple(_overridden(decision, forbidden)),
        conditions=steps.assessed.rules.conditions,
        limit_minor=steps.lent.limit.amount_minor,
    )


def _rate_of(case: Snapshot, terms: Terms, steps: Steps) -> int | None:
    """The person's own price, or that of the rules; nothing a year is a price, too."""
    # Without a rating the dearest price is the one that surely is not too low.
    prices = (terms.rate_ppm, steps.priced.rate_ppm, case.product.rate_max_ppm)
    return next((price for price in prices if price is not None), None)


def _found(steps: Steps, figures: LoanFigures | None, values: Values) -> Iterator[Found]:
    """What the tables of effects say, that of the cost about these figures."""
    yield steps.in_force.rules, steps.assessed.rules
    for one in steps.assessed.co_borrowers:
        yield steps.in_force.co_borrowers, one
    if figures is not None:
        values[OF_CASE.places[COMPOUND_COST]] = figures.compound_cost_ppm
        yield steps.in_force.cost, judged(steps.in_force.cost, values, Stage.COST)


def _forbidden(
    case: Snapshot, terms: Terms, rate_ppm: int | None, steps: Steps, found: list[Found]
) -> Iterator[str]:
    for table, one in found:
        yield from _final(table, one)
    for cap in steps.lent.limit.caps:
        if cap.name in CAPS_FOR_ALL and (cap.amount_minor or 0) < terms.amount_minor:
            yield limited_by(cap.name)
    if not _is_rate_of_product(case, rate_ppm):
        yield RATE_OUTSIDE_PRODUCT


def _is_rate_of_product(case: Snapshot, rate_ppm: int | None) -> bool:
    lowest, highest = case.product.rate_min_ppm, case.product.rate_max_ppm
    if rate_ppm is None or lowest is None or highest is None:
        return False
    return lowest <= rate_ppm <= highest


def _final(table: DecisionTable[Effect], found: Judged) -> Iterator[str]:
    for row, hit in zip(table.rows, found.hits, strict=True):
        # Caps and authority are figures: beside an amount of another currency they say nothing.
        is_final = row.output in _FINAL or row.code == CURRENCY_NOT_LENT
        if hit is not False and is_final:
            yield row.code


def _overridden(decision: Decision, forbidden: tuple[str, ...]) -> Iterator[Reason]:
    for reason in decision.reasons:
        is_against = reason.outcome is not DecisionOutcome.APPROVED or reason.stage is Stage.LIMIT
        if is_against and reason.code not in {DECIDED_BY_A_PERSON, *forbidden}:
            yield reason


def _impossible() -> Proposal:
    return Proposal(
        rate_ppm=None,
        figures=None,
        authority=Authority.COMMITTEE,
        forbidden=(RULEBOOK_NOT_IN_FORCE,),
        overridden=(),
        conditions=(),
        limit_minor=None,
    )
