"""Tables whose every row may speak: what was hit, what could not be told, and what follows."""

from collections.abc import Iterable
from typing import NamedTuple

from services.underwriting.decisions.domain.decision_table import DecisionTable
from services.underwriting.decisions.domain.facts import Values
from services.underwriting.decisions.domain.outcomes import (
    Authority,
    DecisionOutcome,
    Reason,
    Stage,
)
from services.underwriting.decisions.domain.reason_codes import missing_code
from services.underwriting.decisions.domain.rules import Effect


class Judged(NamedTuple):
    """What a table found: its hits row by row, reasons, conditions and the least authority."""

    hits: tuple[bool | None, ...]
    reasons: tuple[Reason, ...]
    conditions: tuple[str, ...]
    authority: Authority


def judged(
    table: DecisionTable[Effect], values: Values, stage: Stage, *, prefix: str = ""
) -> Judged:
    """Every row of the table. A row that cannot be told refers, and does what tightens besides:

    it raises the authority, or sets its condition, as if it were hit. `prefix` is put before the
    names of facts.
    """
    hits = table.hits(values)
    reasons: list[Reason] = []
    conditions: list[str] = []
    unknown: list[str] = []
    authority = Authority.AUTOMATIC
    for place, hit in enumerate(hits):
        if hit is False:  # as nearly always, so the row itself is not even fetched
            continue
        row = table.rows[place]
        if row.output is Effect.CONDITION:
            conditions.append(row.code)
            continue
        authority = max(authority, row.output.authority, key=lambda level: level.height)
        if hit is None:
            unknown += [prefix + fact for fact in row.unknown(values)]
        else:
            facts = tuple(prefix + fact for fact in row.facts)
            reasons.append(Reason(row.code, stage, row.output.outcome, facts))
    return Judged(hits, (*reasons, *missing(unknown, stage)), tuple(conditions), authority)


def missing(facts: Iterable[str], stage: Stage) -> tuple[Reason, ...]:
    """Referrals for facts that are not known, one for each thing the borrower would name."""
    by_code: dict[str, dict[str, None]] = {}
    for fact in facts:
        by_code.setdefault(missing_code(fact), {})[fact] = None
    return tuple(
        Reason(code, stage, DecisionOutcome.REFERRED, tuple(named))
        for code, named in by_code.items()
    )
