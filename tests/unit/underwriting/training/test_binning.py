"""Bins are coarse enough to hold, and never turn credit sense round."""

from itertools import pairwise
from math import log

import pytest

from services.underwriting.training.binning import (
    Bin,
    bins_of,
    information_value,
    weight_of_evidence,
)
from services.underwriting.training.sample import Characteristic, Value

ORDER = Characteristic("c", "c", "C", "C", {"w": "worst", "m": "middling", "b": "best"})
NUMBER = Characteristic("n", "n", "N", "N", {})


def _column(**counts: tuple[int, int]) -> tuple[list[Value], list[bool]]:
    """Values with so many goods and bads each."""
    values: list[Value] = []
    is_bad: list[bool] = []
    for value, (goods, bads) in counts.items():
        values += [value] * (goods + bads)
        is_bad += [False] * goods + [True] * bads
    return values, is_bad


def _attributes(bins: tuple[Bin, ...]) -> list[tuple[str, ...]]:
    return [one.attributes for one in bins]


def test_attributes_whose_bads_fall_stay_apart() -> None:
    bins = bins_of(ORDER, *_column(worst=(10, 30), middling=(20, 20), best=(30, 10)))
    assert _attributes(bins) == [("worst",), ("middling",), ("best",)]
    assert [one.bads for one in bins] == [30, 20, 10]


def test_neighbours_whose_bads_rise_are_pooled() -> None:
    bins = bins_of(ORDER, *_column(worst=(10, 30), middling=(30, 10), best=(20, 20)))
    assert _attributes(bins) == [("worst",), ("middling", "best")]


@pytest.mark.parametrize(
    ("counts", "pooled"),
    [
        ({"worst": (1, 1), "middling": (30, 30), "best": (50, 10)}, ("worst", "middling")),
        ({"worst": (30, 30), "middling": (40, 10), "best": (2, 0)}, ("middling", "best")),
        ({"worst": (30, 30), "middling": (1, 1), "best": (50, 10)}, ("worst", "middling")),
        ({"worst": (20, 50), "middling": (2, 0), "best": (50, 10)}, ("middling", "best")),
        ({"worst": (30, 30), "best": (50, 10)}, ("worst", "middling")),
    ],
)
def test_a_bin_of_few_rows_joins_the_likest_neighbour(
    counts: dict[str, tuple[int, int]], pooled: tuple[str, ...]
) -> None:
    bins = bins_of(ORDER, *_column(**counts))
    assert pooled in _attributes(bins)
    assert len(bins) == 2


def test_numbers_fall_into_fifths_the_largest_first() -> None:
    values: list[Value] = list(range(100))
    is_bad = [value * value % 101 > 100 - value for value in range(100)]
    bins = bins_of(NUMBER, values, is_bad)
    assert bins[0].highest is bins[-1].lowest is None
    for worse, better in pairwise(bins):
        assert worse.lowest == (better.highest or 0) + 1
        assert worse.odds > better.odds
    assert all(sum(one.holds(value) for one in bins) == 1 for value in [*values, -5, 500])


def test_the_weight_is_positive_where_bads_gather() -> None:
    bins = bins_of(ORDER, *_column(worst=(10, 30), middling=(20, 20), best=(30, 10)))
    weights = [weight_of_evidence(one, bins) for one in bins]
    assert weights == pytest.approx([log(30.5 / 10.5), 0, log(10.5 / 30.5)])
    assert information_value(bins) == pytest.approx(2 / 3 * log(30.5 / 10.5))
