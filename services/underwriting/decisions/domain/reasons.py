"""Why the answer is what it is: every stage's reasons, the severest first, none of them twice."""

from collections.abc import Iterator
from typing import Final

from services.underwriting.decisions.domain.decision_table import Choice, Output
from services.underwriting.decisions.domain.judging import missing
from services.underwriting.decisions.domain.limits import REQUESTED
from services.underwriting.decisions.domain.loan_figures import unpriceable_facts
from services.underwriting.decisions.domain.outcomes import (
    Authority,
    DecisionOutcome,
    Reason,
    Stage,
)
from services.underwriting.decisions.domain.reason_codes import (
    BELOW_PRODUCT_MINIMUM,
    DECIDED_BY_A_PERSON,
    FOUND,
    NOT_PRICED,
    RULEBOOK_GAP,
    SCORE_BELOW_CUT_OFF,
    SCORE_LOW,
    carried_by,
    limited_by,
    scored_on,
)
from services.underwriting.decisions.domain.scorecard import costliest
from services.underwriting.decisions.domain.snapshot import Snapshot
from services.underwriting.decisions.domain.steps import Assessed, Steps

AFFORDABILITY: Final = "affordability"
RATING: Final = "rating"


def reasons_of(snapshot: Snapshot, steps: Steps) -> tuple[Reason, ...]:
    """All reasons; within one severity in the pipeline's order."""
    merged: dict[str, Reason] = {}
    for reason in _every(snapshot, steps):
        earlier = merged.get(reason.code)
        merged[reason.code] = reason if earlier is None else _both(earlier, reason)
    if not steps.is_complete and all(
        one.outcome is DecisionOutcome.APPROVED for one in merged.values()
    ):
        merged[RULEBOOK_GAP] = Reason(RULEBOOK_GAP, Stage.AUTHORITY, DecisionOutcome.REFERRED)
    return tuple(sorted(merged.values(), key=lambda reason: -reason.outcome.severity))


def below_minimum(snapshot: Snapshot, amount_minor: int | None) -> bool:
    """Whether what could be lent is less than the product's smallest loan."""
    minimum = snapshot.product.amount_min_minor
    return minimum is not None and amount_minor is not None and amount_minor < minimum


def _both(earlier: Reason, later: Reason) -> Reason:
    outcome = max(earlier.outcome, later.outcome, key=lambda one: one.severity)
    facts = tuple(dict.fromkeys((*earlier.facts, *later.facts)))
    return Reason(earlier.code, earlier.stage, outcome, facts)


def _every(snapshot: Snapshot, steps: Steps) -> Iterator[Reason]:
    for found in (steps.assessed.rules, *steps.assessed.co_borrowers):
        yield from found.reasons
    yield from _score(steps.assessed)
    yield from _price(snapshot, steps)
    yield from missing(steps.priced.affordability.unknown, Stage.AFFORDABILITY)
    yield from _limit(snapshot, steps)
    if steps.lent.cost is not None:
        yield from steps.lent.cost.reasons
    if any(row.output is not Authority.AUTOMATIC for row in steps.authority):
        yield Reason(DECIDED_BY_A_PERSON, Stage.AUTHORITY, DecisionOutcome.REFERRED)


def _score(assessed: Assessed) -> Iterator[Reason]:
    yield from missing(assessed.score.unknown, Stage.SCORE)
    if assessed.rating.row is None:
        yield from _no_row(assessed.rating, Stage.SCORE)
        return
    outcome = assessed.rating.row.output.outcome
    if outcome is not DecisionOutcome.APPROVED:
        code = SCORE_LOW if outcome is DecisionOutcome.REFERRED else SCORE_BELOW_CUT_OFF
        yield Reason(code, Stage.SCORE, outcome)
        yield from _points_lost(assessed, outcome)


def _points_lost(assessed: Assessed, outcome: DecisionOutcome) -> Iterator[Reason]:
    for characteristic in costliest(assessed.score.lines):
        yield Reason(scored_on(characteristic), Stage.SCORE, outcome)


def _price(snapshot: Snapshot, steps: Steps) -> Iterator[Reason]:
    if steps.priced.share.row is None:
        yield from _no_row(steps.priced.share, Stage.PRICE)
    unpriceable = unpriceable_facts(snapshot)
    yield from missing(unpriceable, Stage.PRICE)
    if not (unpriceable or (steps.priced.is_worked_out and steps.lent.is_worked_out)):
        yield Reason(NOT_PRICED, Stage.PRICE, DecisionOutcome.REFERRED)


def _limit(snapshot: Snapshot, steps: Steps) -> Iterator[Reason]:
    limit = steps.lent.limit
    yield from missing(limit.unknown, Stage.LIMIT)
    if steps.lent.rating_cap.row is None:
        yield from _no_row(steps.lent.rating_cap, Stage.LIMIT)
    cap = limit.binding
    if cap is None or cap == REQUESTED:
        return
    is_too_small = below_minimum(snapshot, limit.amount_minor)
    outcome = DecisionOutcome.DECLINED if is_too_small else DecisionOutcome.APPROVED
    if is_too_small:
        yield Reason(BELOW_PRODUCT_MINIMUM, Stage.LIMIT, outcome)
    yield Reason(limited_by(cap), Stage.LIMIT, outcome)
    if cap == AFFORDABILITY:
        yield Reason(carried_by(str(steps.priced.affordability.binding)), Stage.LIMIT, outcome)
    if cap == RATING:
        yield from _points_lost(steps.assessed, outcome)


def _no_row(choice: Choice[Output], stage: Stage) -> Iterator[Reason]:
    """Why a table has no answer; what an earlier stage did not find was told there."""
    if choice.unknown:
        yield from missing((f for f in choice.unknown if not f.startswith(FOUND)), stage)
    else:
        yield Reason(RULEBOOK_GAP, stage, DecisionOutcome.REFERRED)
