"""Bins and their weight of evidence: coarse enough to hold, in an order that makes sense.

Weight of evidence here is ln(share of the bads / share of the goods): positive is worse.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import Final

from services.underwriting.training.sample import Characteristic, Value

NUMBER_BINS: Final = 5
ROWS_MIN_SHARE: Final = 20  # one in twenty: a bin has at least 5 per cent of the rows
SMOOTHING: Final = 0.5  # half a row in each bin, so that an empty one has a finite weight


@dataclass(frozen=True, slots=True)
class Bin:
    """Attributes, or whole numbers `lowest <= n <= highest`, that are scored alike."""

    attributes: tuple[str, ...]
    lowest: int | None
    highest: int | None
    goods: int
    bads: int

    @property
    def rows(self) -> int:
        """How many rows fell into it."""
        return self.goods + self.bads

    @property
    def odds(self) -> float:
        """Bads to each good."""
        return (self.bads + SMOOTHING) / (self.goods + SMOOTHING)

    def holds(self, value: Value) -> bool:
        """Whether the value belongs here."""
        if isinstance(value, str):
            return value in self.attributes
        is_above = self.lowest is None or value >= self.lowest
        return is_above and (self.highest is None or value <= self.highest)

    def with_next(self, other: "Bin") -> "Bin":
        """This bin and its neighbour, which is the better one, as one."""
        return Bin(
            self.attributes + other.attributes,
            other.lowest,
            self.highest,
            self.goods + other.goods,
            self.bads + other.bads,
        )


def bins_of(
    characteristic: Characteristic, values: Sequence[Value], is_bad: Sequence[bool]
) -> tuple[Bin, ...]:
    """The bins, worst first, by whose order the share of bads never rises."""
    fine = _attribute_bins(characteristic) if characteristic.attributes else _number_bins(values)
    bins = [_counted(one, values, is_bad) for one in fine]
    rows_min = -(-len(values) // ROWS_MIN_SHARE)
    while (
        small := next((i for i, one in enumerate(bins) if one.rows < rows_min), None)
    ) is not None:
        _pool(bins, _nearest(bins, small))
    while (risen := _first_rise(bins)) is not None:
        _pool(bins, risen)
    return tuple(bins)


def weight_of_evidence(one: Bin, bins: Sequence[Bin]) -> float:
    """ln of the bin's share of all bads over its share of all goods."""
    goods = sum(other.goods for other in bins)
    bads = sum(other.bads for other in bins)
    return log(one.odds * goods / bads)


def information_value(bins: Sequence[Bin]) -> float:
    """How far the bins tell bads from goods: below 0.02 hardly, above 0.3 strongly."""
    goods = sum(one.goods for one in bins)
    bads = sum(one.bads for one in bins)
    return sum(
        (one.bads / bads - one.goods / goods) * weight_of_evidence(one, bins) for one in bins
    )


def _attribute_bins(characteristic: Characteristic) -> list[Bin]:
    return [Bin((one,), None, None, 0, 0) for one in characteristic.attributes.values()]


def _number_bins(values: Sequence[Value]) -> list[Bin]:
    """Fifths of the sample, the largest numbers first."""
    ordered = sorted(int(value) for value in values)
    cuts = sorted({ordered[len(ordered) * i // NUMBER_BINS] for i in range(1, NUMBER_BINS)})
    bins = [Bin((), low, high - 1, 0, 0) for low, high in pairwise(cuts)]
    return [Bin((), cuts[-1], None, 0, 0), *reversed(bins), Bin((), None, cuts[0] - 1, 0, 0)]


def _counted(one: Bin, values: Sequence[Value], is_bad: Sequence[bool]) -> Bin:
    inside = [bad for value, bad in zip(values, is_bad, strict=True) if one.holds(value)]
    return Bin(one.attributes, one.lowest, one.highest, inside.count(False), inside.count(True))


def _pool(bins: list[Bin], index: int) -> None:
    bins[index : index + 2] = [bins[index].with_next(bins[index + 1])]


def _nearest(bins: Sequence[Bin], small: int) -> int:
    """The left one of the two to pool: `small` and the neighbour with the likest share of bads."""
    if small == 0:
        return 0
    if small == len(bins) - 1:
        return small - 1
    to_left = abs(_gap(bins[small - 1], bins[small]))
    to_right = abs(_gap(bins[small], bins[small + 1]))
    return small - 1 if to_left <= to_right else small


def _gap(worse: Bin, better: Bin) -> float:
    if not worse.rows or not better.rows:
        return 0.0
    return worse.bads / worse.rows - better.bads / better.rows


def _first_rise(bins: Sequence[Bin]) -> int | None:
    """Where a better bin has at least the odds of bads of the worse one before it."""
    for index, (worse, better) in enumerate(pairwise(bins)):
        if better.odds >= worse.odds:
            return index
    return None
