"""What a decision costs: `python -m bench.decision`.

The rules of the shipped rulebook, evaluated by our tables and by zen-engine (a rules engine written
in Rust, from PyPI) as a decision table of the same rows, in alternating rounds of one run; both
must hit the same rows. Rows that compare two facts are left out of this comparison. Beside it the
whole decision: the tables, affordability, limit, reasons, and the loan's figures, once for loans
whose figures were asked for before and once for loans never seen.
"""

import asyncio
import json
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import zen

from bench.table import Figure, print_table
from services.underwriting.decisions.domain.conditions import Condition
from services.underwriting.decisions.domain.decision_table import DecisionTable, Row
from services.underwriting.decisions.domain.facts import OF_CASE
from services.underwriting.decisions.domain.pipeline import decide
from services.underwriting.decisions.domain.rules import Effect
from services.underwriting.decisions.domain.snapshot import Snapshot
from services.underwriting.decisions.rulebooks import current
from tests.unit.underwriting.decisions.cases import CLEAN, a_case

ROUNDS: Final = 9
CASES: Final = 400
OURS, PEER, WHOLE, UNSEEN, KNOCKED_OUT = (
    "rules by our tables",
    "rules by zen-engine",
    "whole decision",
    "whole decision, loan never seen",
    "whole decision, knocked out",
)
SYMBOLS: Final[Mapping[str, str]] = {"lt": "<", "le": "<=", "gt": ">", "ge": ">="}


async def rows() -> list[Figure]:
    """What the rounds show, in microseconds a case."""
    book = current(CLEAN.frozen_on)
    in_force = book.on(CLEAN.frozen_on)
    assert in_force is not None
    table = _comparable(in_force.rules)
    peer = zen.ZenEngine().create_decision(_as_zen(table))
    cases = [_asking(number) for number in range(CASES)]
    late = [a_case({"bureau.current_overdue_count": 1}, on=case) for case in cases]
    _require_agreement(table, peer, [*cases[:5], *late[:5]])

    fresh = iter(_asking(number) for number in range(CASES, CASES * (ROUNDS + 2)))
    spent = _microseconds(
        {
            OURS: _each(lambda case: table.hits(OF_CASE.values_of(case)), cases),
            PEER: _each(peer.evaluate, [_context(table, case) for case in cases]),
            WHOLE: _each(lambda case: decide(case, book), cases),
            UNSEEN: _each(lambda _: decide(next(fresh), book), cases),
            KNOCKED_OUT: _each(lambda case: decide(case, book), late),
        }
    )
    peer_us = f"{spent[PEER]:,.1f} us"
    beside = (f"{PEER}, {len(table.rows)} of the rules", peer_us)
    return [
        Figure(name, f"{spent[name]:,.1f} us", *beside, spent[name] / spent[PEER])
        for name in (OURS, WHOLE, UNSEEN, KNOCKED_OUT)
    ]


def _asking(number: int) -> Snapshot:
    """The clean case for one amount among many."""
    amount = 2_000_000 + number * 100
    return replace(CLEAN, application=replace(CLEAN.application, amount_minor=amount))


def _comparable(table: DecisionTable[Effect]) -> DecisionTable[Effect]:
    rows = tuple(row for row in table.rows if _is_plain(row))
    return DecisionTable(table.name, table.hit_policy, rows)


def _is_plain(row: Row[Effect]) -> bool:
    """Rows over facts of the snapshot alone, each known in the clean case."""
    values = OF_CASE.values_of(CLEAN)
    plain = all(one.bound_fact is None and one.operator != "holds" for one in row.conditions)
    return plain and not row.unknown(values)


def _as_zen(table: DecisionTable[Effect]) -> str:
    """The same rows as a decision table of zen's JSON model."""
    facts = sorted({fact for row in table.rows for fact in row.facts})
    columns = [{"id": fact, "field": fact, "name": fact} for fact in facts]
    rules = []
    for row in table.rows:
        cells = dict.fromkeys(facts, "")
        for condition in row.conditions:
            cells[condition.fact] = _and(cells[condition.fact], _cell(condition))
        rules.append({"_id": row.code, **cells, "code": json.dumps(row.code)})
    content = {
        "hitPolicy": "collect",
        "inputs": columns,
        "outputs": [{"id": "code", "field": "code", "name": "code"}],
        "rules": rules,
    }
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode", "position": {"x": 0, "y": 0}},
        {
            "id": "table",
            "name": "table",
            "type": "decisionTableNode",
            "position": {"x": 1, "y": 0},
            "content": content,
        },
        {"id": "out", "name": "out", "type": "outputNode", "position": {"x": 2, "y": 0}},
    ]
    edges = [
        {"id": "1", "type": "edge", "sourceId": "in", "targetId": "table"},
        {"id": "2", "type": "edge", "sourceId": "table", "targetId": "out"},
    ]
    return json.dumps({"nodes": nodes, "edges": edges})


def _and(one: str, other: str) -> str:
    return f"{one} and {other}" if one else other


def _cell(condition: Condition) -> str:
    bound = condition.bound
    if condition.operator in SYMBOLS:
        return f"$ {SYMBOLS[condition.operator]} {bound}"
    if isinstance(bound, tuple):
        texts = [json.dumps(text) for text in bound]
        if condition.operator == "starts_with":
            return " or ".join(f"startsWith($, {text})" for text in texts)
        listed = f"$ in [{', '.join(texts)}]"
        return listed if condition.operator == "in" else f"not ({listed})"
    sign = "!=" if condition.operator == "is_not" else "=="
    return f"$ {sign} {json.dumps(bound)}"


def _context(table: DecisionTable[Effect], case: Snapshot) -> dict[str, Any]:
    """The facts of a case, nested as their names are."""
    values = OF_CASE.values_of(case)
    values[OF_CASE.places["found.co_borrower_count"]] = len(case.co_borrowers)
    context: dict[str, Any] = {}
    for fact in {fact for row in table.rows for fact in row.facts}:
        section, _, name = fact.partition(".")
        context.setdefault(section, {})[name] = values[OF_CASE.places[fact]]
    return context


def _require_agreement(
    table: DecisionTable[Effect], peer: zen.ZenDecision, cases: Sequence[Snapshot]
) -> None:
    for case in cases:
        hits = table.hits(OF_CASE.values_of(case))
        ours = [row.code for row, hit in zip(table.rows, hits, strict=True) if hit]
        theirs = [one["code"] for one in peer.evaluate(_context(table, case))["result"] or []]
        if ours != theirs:
            raise SystemExit(f"the two do not agree: {ours} and {theirs}")


def _each(run: Callable[[Any], object], inputs: Sequence[Any]) -> Callable[[], object]:
    """Each run in turn, and nothing kept: the collector's work is not the decision's."""

    def every() -> None:
        for one in inputs:
            run(one)

    return every


def _microseconds(runs: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    """Alternate the runs, so that a busy moment of the machine hits them alike."""
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, run in runs.items():
            began_s = time.perf_counter()
            run()
            seconds[name].append(time.perf_counter() - began_s)
    return {name: statistics.median(spent) / CASES * 1e6 for name, spent in seconds.items()}


if __name__ == "__main__":
    print_table(asyncio.run(rows()))
