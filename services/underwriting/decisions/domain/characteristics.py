"""How the facts of a case read as the characteristics of the card.

The card was trained on another lender's retail borrowers: this is the table between their
columns and our facts. What is unknown never helps: facts that every case should have leave the
case without a score, and the others get the fewest points the card gives for them.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from services.underwriting.decisions.domain.decision_table import (
    DecisionTable,
    HitPolicy,
    table_of,
)
from services.underwriting.decisions.domain.facts import OF_CASE, FactKind, Values
from services.underwriting.decisions.domain.scorecard import Characteristic, Scorecard, Scored
from services.underwriting.decisions.domain.strict import Malformed, Record, member_of, text_of


class IfUnknown(StrEnum):
    """What becomes of a case whose characteristic is not known."""

    REFER = "refer"
    WORST = "worst"


@dataclass(frozen=True, slots=True)
class Reading:
    """One characteristic, read from a fact as it stands or through a table."""

    name: str
    if_unknown: IfUnknown
    fact: str | None
    table: DecisionTable[str] | None


class Score(NamedTuple):
    """All lines of the card; `unknown` names the facts that every case should have."""

    lines: tuple[Scored, ...]
    unknown: tuple[str, ...]

    @property
    def points(self) -> int | None:
        """The sum; None when a case is scored that lacks what every case should have."""
        return None if self.unknown else sum(line.points for line in self.lines)


@dataclass(frozen=True, slots=True)
class CardReader:
    """The card with the readings that are in force, line by line."""

    lines: tuple[tuple[Characteristic, Reading], ...]

    def score(self, values: Values) -> Score:
        """Read and score every characteristic."""
        scored: list[Scored] = []
        unknown: list[str] = []
        for line, reading in self.lines:
            value, missing = _read(reading, values)
            scored.append(Scored(line.name, value, line.points(value), line.points_max))
            if missing and reading.if_unknown is IfUnknown.REFER:
                unknown += missing
        return Score(tuple(scored), tuple(dict.fromkeys(unknown)))


def readings_of(record: Record, card: Scorecard) -> tuple[Reading, ...]:
    """One reading for each of the card's characteristics, in the card's order.

    Raises `Malformed` for attributes the card does not know, too.
    """
    readings = record.items("characteristics", lambda value, at: _reading(Record(value, at), card))
    record.close()
    if [reading.name for reading in readings] != [line.name for line in card.characteristics]:
        raise Malformed("not_the_cards_characteristics", record.at("characteristics"))
    return readings


def card_reader(card: Scorecard, readings: tuple[Reading, ...], day: date) -> CardReader:
    """The card as it is read on `day`."""
    in_force = (
        Reading(
            reading.name,
            reading.if_unknown,
            reading.fact,
            None if reading.table is None else reading.table.in_force(day),
        )
        for reading in readings
    )
    return CardReader(tuple(zip(card.characteristics, in_force, strict=True)))


def _read(reading: Reading, values: Values) -> tuple[int | str | None, tuple[str, ...]]:
    if reading.table is not None:
        choice = reading.table.choose(values)
        return (choice.row.output, ()) if choice.row else (None, choice.unknown)
    assert reading.fact is not None
    value = values[OF_CASE.places[reading.fact]]
    assert not isinstance(value, tuple)
    return value, (reading.fact,) if value is None else ()


def _reading(record: Record, card: Scorecard) -> Reading:
    name = record.read("name", text_of)
    if_unknown = record.read("if_unknown", member_of(IfUnknown))
    if "table" in record.names():
        reading = Reading(name, if_unknown, None, _table(record, _attributes(card, name)))
    else:
        reading = Reading(name, if_unknown, record.read("fact", _scorable), None)
    record.close()
    return reading


def _attributes(card: Scorecard, name: str) -> frozenset[str]:
    lines = {line.name: line.by_attribute for line in card.characteristics}
    return frozenset(lines.get(name, ()))


def _table(record: Record, attributes: frozenset[str]) -> DecisionTable[str]:
    def attribute_of(value: object, pointer: str) -> str:
        if (text := text_of(value, pointer)) not in attributes:
            raise Malformed("unknown_attribute", pointer)
        return text

    return record.read(
        "table",
        lambda value, at: table_of(Record(value, at), OF_CASE, HitPolicy.FIRST, attribute_of),
    )


def _scorable(value: object, pointer: str) -> str:
    fact = text_of(value, pointer)
    if OF_CASE.kinds.get(fact) not in {FactKind.WHOLE, FactKind.TEXT}:
        raise Malformed("unknown_fact", pointer)
    return fact
