"""The trace: every step with what it looked at and what it found, as plain JSON."""

from collections.abc import Iterator

from services.underwriting.decisions.domain.decision_table import Choice, DecisionTable, Output
from services.underwriting.decisions.domain.facts import Values
from services.underwriting.decisions.domain.judging import Judged
from services.underwriting.decisions.domain.limits import Limit
from services.underwriting.decisions.domain.outcomes import Stage
from services.underwriting.decisions.domain.records import plain
from services.underwriting.decisions.domain.rules import Effect
from services.underwriting.decisions.domain.steps import Priced, Steps


def trace_of(steps: Steps) -> dict[str, object]:
    """The steps by stage, in the pipeline's order when read by the stages' names."""
    assessed, lent = steps.assessed, steps.lent
    in_force = steps.in_force
    trace: dict[Stage, object] = {
        Stage.RULES: list(_rows(in_force.rules, assessed.rules, steps.values)),
        Stage.CO_BORROWERS: [
            {row.code: hit for row, hit in zip(in_force.co_borrowers.rows, one.hits, strict=True)}
            for one in assessed.co_borrowers
        ],
        Stage.SCORE: {
            "points": assessed.score.points,
            "lines": [line._asdict() for line in assessed.score.lines],
            "rating": _chosen(assessed.rating),
        },
        Stage.PRICE: _price(steps.priced),
        Stage.AFFORDABILITY: {
            "month": plain(steps.priced.affordability.month),
            "instalments_minor": dict(steps.priced.affordability.instalments),
            "binding": steps.priced.affordability.binding,
            "principal_minor": steps.priced.principal_minor,
        },
        Stage.LIMIT: _limit(lent.limit),
        Stage.COST: list(_rows(in_force.cost, lent.cost, steps.values)),
        Stage.AUTHORITY: {row.code: row.output for row in steps.authority},
    }
    return {stage.value: found for stage, found in trace.items()}


def _rows(
    table: DecisionTable[Effect], found: Judged | None, values: Values
) -> Iterator[dict[str, object]]:
    """Each row with whether it was hit (null: could not be told) and the facts it looked at."""
    if found is None:
        return
    for row, hit in zip(table.rows, found.hits, strict=True):
        facts = {name: plain(value) for name, value in row.facts_in(values).items()}
        yield {"code": row.code, "hit": hit, "then": row.output, "facts": facts}


def _chosen(choice: Choice[Output]) -> dict[str, object]:
    if choice.row is None:
        return {"row": None, "unknown": list(choice.unknown)}
    return {"row": choice.row.code, "then": plain(choice.row.output)}


def _price(priced: Priced) -> dict[str, object]:
    return {"share": _chosen(priced.share), "rate_ppm": priced.rate_ppm}


def _limit(limit: Limit) -> dict[str, object]:
    return {
        "caps_minor": {cap.name: cap.amount_minor for cap in limit.caps},
        "binding": limit.binding,
        "amount_minor": limit.amount_minor,
    }
