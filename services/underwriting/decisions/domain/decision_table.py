"""Decision tables: rows of conditions with an output, read with a stated hit policy.

A row whose conditions cannot all be told is neither hit nor missed: it is unknown, unless one of
the others already fails. `collect` looks at every row; `unique` wants exactly one hit and no
unknown row, and else has no answer, so that a gap or an overlap never decides anything.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from services.underwriting.decisions.domain.conditions import Compiled, Condition, conditions_of
from services.underwriting.decisions.domain.facts import FactValue, Values, Vocabulary
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

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts it looks at, each once."""
        return tuple(self._places())

    def facts_in(self, values: Values) -> Mapping[str, FactValue]:
        """The same with their values."""
        return {name: values[place] for name, place in self._places().items()}

    def unknown(self, values: Values) -> tuple[str, ...]:
        """Those of them that are not known."""
        return tuple(name for name, value in self.facts_in(values).items() if value is None)

    def _places(self) -> dict[str, int]:
        places = (one.places for one in self.conditions)
        return {name: place for each in places for name, place in each.items()}


class Choice(NamedTuple, Generic[Output]):
    """The one row that applies, or why there is none: `unknown` facts, or a faulty table."""

    row: Row[Output] | None
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionTable(Generic[Output]):
    """Rows in their order."""

    name: str
    hit_policy: HitPolicy
    rows: tuple[Row[Output], ...]
    _compiled: tuple[tuple[Compiled, ...], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        compiled = tuple(tuple(one.compiled for one in row.conditions) for row in self.rows)
        object.__setattr__(self, "_compiled", compiled)

    def in_force(self, day: date) -> "DecisionTable[Output]":
        """The table with the rows that hold on `day`."""
        rows = tuple(row for row in self.rows if row.provenance.holds_on(day))
        return DecisionTable(self.name, self.hit_policy, rows)

    def hits(self, values: Values) -> tuple[bool | None, ...]:
        """Whether each row is hit."""
        return tuple([is_hit(conditions, values) for conditions in self._compiled])

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
        for row, conditions in zip(self.rows, self._compiled, strict=True):
            hit = is_hit(conditions, values)
            if hit is not False:
                rows.append(row)
            if hit:
                break
        return tuple(rows)

    def _first(self, values: Values) -> Choice[Output]:
        for row, conditions in zip(self.rows, self._compiled, strict=True):
            hit = is_hit(conditions, values)
            if hit:
                return Choice(row)
            if hit is None:
                return Choice(None, row.unknown(values))
        return Choice(None)


def is_hit(conditions: tuple[Compiled, ...], values: Values) -> bool | None:
    """Whether all conditions hold; None when that cannot be told. A decision's hottest loop."""
    hit: bool | None = True
    for place, compare, bound, bound_place in conditions:
        value = values[place]
        against = bound if bound_place < 0 else values[bound_place]
        if value is None or against is None:
            hit = None
        elif not compare(value, against):
            return False
    return hit


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
