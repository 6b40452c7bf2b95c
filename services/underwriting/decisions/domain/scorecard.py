"""The scorecard: points for each characteristic, and which of them cost the most."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from services.underwriting.decisions.domain.strict import (
    Malformed,
    Record,
    decimal_of,
    text_of,
    whole_of,
)

REASONS_MAX: Final = 4


@dataclass(frozen=True, slots=True)
class Bin:
    """What is scored alike: attributes, or whole numbers `lowest <= n <= highest`."""

    attributes: tuple[str, ...]
    lowest: int | None
    highest: int | None
    points: int

    def spans(self, number: int) -> bool:
        """Whether the number lies within; no number lies among attributes."""
        is_above = self.lowest is None or number >= self.lowest
        return is_above and (self.highest is None or number <= self.highest)


@dataclass(frozen=True, slots=True)
class Characteristic:
    """One line of the card: points by attribute, or by spans of whole numbers."""

    name: str
    by_attribute: Mapping[str, int]
    spans: tuple[Bin, ...]
    points_max: int
    points_min: int

    def points(self, value: int | str | None) -> int:
        """The points of a value; what is unknown, or in no bin, gets the fewest."""
        if isinstance(value, str):
            return self.by_attribute.get(value, self.points_min)
        if value is not None:
            for span in self.spans:
                if span.spans(value):
                    return span.points
        return self.points_min


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A trained card; its characteristics in the order of its file."""

    name: str
    version: str
    characteristics: tuple[Characteristic, ...]


class Scored(NamedTuple):
    """One line of a score; `value` None means it was not known."""

    characteristic: str
    value: int | str | None
    points: int
    points_max: int

    @property
    def lost(self) -> int:
        """How many points the best value would have brought on top."""
        return self.points_max - self.points


def costliest(lines: tuple[Scored, ...]) -> tuple[str, ...]:
    """The characteristics that cost most points, at most `REASONS_MAX`, the costliest first."""
    losing = sorted((line for line in lines if line.lost > 0), key=lambda line: -line.lost)
    return tuple(line.characteristic for line in losing[:REASONS_MAX])


def scorecard_of(record: Record) -> Scorecard:
    """The card in a document; what only its training needs is passed over. Raises `Malformed`."""
    for member in ("sample", "scale", "validation", "intercept"):
        record.raw(member)
    card = Scorecard(
        record.read("scorecard", text_of),
        record.read("version", text_of),
        record.items("characteristics", lambda value, at: _characteristic(Record(value, at))),
    )
    record.close()
    return card


def _characteristic(record: Record) -> Characteristic:
    name = record.read("name", text_of)
    bins = record.items("bins", lambda value, at: _bin(Record(value, at)))
    for member in ("label", "coefficient", "information_value"):
        record.raw(member)
    record.close()
    if not bins:
        raise Malformed("no_bins", record.at("bins"))
    points = [one.points for one in bins]
    return Characteristic(
        name=name,
        by_attribute={attribute: one.points for one in bins for attribute in one.attributes},
        spans=tuple(one for one in bins if not one.attributes),
        points_max=max(points),
        points_min=min(points),
    )


def _bin(record: Record) -> Bin:
    one = Bin(
        record.items("attributes", text_of),
        record.optional("lowest", whole_of),
        record.optional("highest", whole_of),
        record.read("points", whole_of),
    )
    for member in ("rows", "bads"):
        record.read(member, whole_of)
    record.read("weight_of_evidence", decimal_of)
    record.close()
    return one
