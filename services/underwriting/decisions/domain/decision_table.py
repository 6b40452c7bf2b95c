"""Decision tables: rows of conditions with an output, read with a stated hit policy.

A row whose conditions cannot all be told is neither hit nor missed: it is unknown, unless one of
the others already fails. `collect` looks at every row; `unique` wants exactly one hit and no
unknown row, and else has no answer, so that a gap or an overlap never decides anything.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from services.underwriting.decisions.domain.conditions import Condition, conditions_of
from services.underwriting.decisions.domain.facts import Values, Vocabulary
from services.underwriting.decisions.domain.strict import (
    Malformed,
    Record,
    day_of,
    member_of,
    text_of,
    truth_of,
)

Output = TypeVar("Output")


class HitPolicy(StrEnum):
    """How many rows may speak: all that hit, the only one that hits, or the first that hits."""

    COLLECT = "collect"
    UNIQUE = "unique"
    FIRST = "first"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a rule comes from, the days it holds (`valid_to` excluded), and whether that source
    was read by us."""

    basis: str
    valid_from: date
    valid_to: date | None
    is_verified: bool

    def holds_on(self, day: date) -> bool:
        """Whether the rule is in force."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Row(Generic[Output]):
    """One rule."""

    code: str
    conditions: tuple[Condition, ...]
    output: Output
    provenance: Provenance

    def is_hit(self, values: Values) -> bool | None:
        """Whether all conditions hold; None when that cannot be told."""
        hit: bool | None = True
        for condition in self.conditions:
            held = condition.holds(values)
            if held is False:
                return False
            if held is None:
                hit = None
        return hit

    def unknown(self, values: Values) -> tuple[str, ...]:
        """The facts it lacks."""
        names = (name for condition in self.conditions for name in condition.unknown(values))
        return tuple(dict.fromkeys(names))


@dataclass(frozen=True, slots=True)
class Choice(Generic[Output]):
    """The one row that applies, or why there is none: `unknown` facts, or a faulty table."""

    row: Row[Output] | None
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionTable(Generic[Output]):
    """Rows in their order."""

    name: str
    hit_policy: HitPolicy
    rows: tuple[Row[Output], ...]

    def in_force(self, day: date) -> "DecisionTable[Output]":
        """The table with the rows that hold on `day`."""
        rows = tuple(row for row in self.rows if row.provenance.holds_on(day))
        return DecisionTable(self.name, self.hit_policy, rows)

    def hits(self, values: Values) -> tuple[bool | None, ...]:
        """Whether each row is hit."""
        return tuple([row.is_hit(values) for row in self.rows])

    def choose(self, values: Values) -> Choice[Output]:
        """The row that applies; none of a `collect` table, where many may."""
        if self.hit_policy is HitPolicy.FIRST:
            return self._first(values)
        hits = self.hits(values)
        if None in hits:
            return Choice(None, self.rows[hits.index(None)].unknown(values))
        return Choice(self.rows[hits.index(True)] if hits.count(True) == 1 else None)

    def possible(self, values: Values) -> "tuple[Row[Output], ...]":
        """The rows one of which is the first that hits, whatever the unknown facts may be."""
        rows: list[Row[Output]] = []
        for row in self.rows:
            hit = row.is_hit(values)
            if hit is not False:
                rows.append(row)
            if hit:
                break
        return tuple(rows)

    def _first(self, values: Values) -> Choice[Output]:
        for row in self.rows:
            hit = row.is_hit(values)
            if hit:
                return Choice(row)
            if hit is None:
                return Choice(None, row.unknown(values))
        return Choice(None)


def table_of(
    record: Record,
    vocabulary: Vocabulary,
    hit_policy: HitPolicy,
    output_of: Callable[[object, str], Output],
) -> DecisionTable[Output]:
    """The table in a document: `table`, `hit_policy` (which must be the one meant) and `rows`.

    Raises `Malformed`, also for a code that stands twice on overlapping days.
    """
    name = record.read("table", text_of)
    if record.read("hit_policy", member_of(HitPolicy)) is not hit_policy:
        raise Malformed("other_hit_policy", record.at("hit_policy"))
    rows = record.items("rows", lambda value, at: _row(Record(value, at), vocabulary, output_of))
    record.close()
    require_codes_once([(row.code, row.provenance) for row in rows], record.at("rows"))
    return DecisionTable(name, hit_policy, rows)


def provenance_of(record: Record) -> Provenance:
    """Basis, days and standing of a rule, from its own members."""
    provenance = Provenance(
        basis=record.read("basis", text_of),
        valid_from=record.read("valid_from", day_of),
        valid_to=record.optional("valid_to", day_of),
        is_verified=record.read("verified", truth_of),
    )
    if provenance.valid_to is not None and provenance.valid_to <= provenance.valid_from:
        raise Malformed("ends_before_it_begins", record.at("valid_to"))
    return provenance


def require_codes_once(rules: list[tuple[str, Provenance]], pointer: str) -> None:
    """Refuse two rules of one code that are in force on the same day."""
    for index, (code, provenance) in enumerate(rules):
        for other_code, other in rules[:index]:
            starts_later = max(provenance.valid_from, other.valid_from)
            is_same = code == other_code
            if is_same and provenance.holds_on(starts_later) and other.holds_on(starts_later):
                raise Malformed("code_twice", f"{pointer}/{index}/code")


def _row(
    record: Record, vocabulary: Vocabulary, output_of: Callable[[object, str], Output]
) -> Row[Output]:
    row = Row(
        code=record.read("code", text_of),
        conditions=record.read("when", lambda value, at: conditions_of(value, at, vocabulary)),
        output=record.read("then", output_of),
        provenance=provenance_of(record),
    )
    record.close()
    return row
