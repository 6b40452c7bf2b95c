"""Area and distance, by samples small enough to count on one's fingers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.underwriting.training.discrimination import area_under_curve, kolmogorov_smirnov


@pytest.mark.parametrize(
    ("badness", "is_bad", "area", "distance"),
    [
        ([3, 2, 1, 0], [True, True, False, False], 1, 1),
        ([0, 1, 2, 3], [True, True, False, False], 0, 1),
        ([1, 1, 1, 1], [True, True, False, False], 0.5, 0),
        ([3, 2, 1, 0], [True, False, True, False], 0.75, 0.5),
        ([2, 2, 1, 0], [True, False, True, False], 0.625, 0.5),
    ],
)
def test_figures_are_those_of_the_definition(
    badness: list[float], is_bad: list[bool], area: float, distance: float
) -> None:
    assert area_under_curve(badness, is_bad) == area
    assert kolmogorov_smirnov(badness, is_bad) == distance


@given(
    bads=st.lists(st.integers(0, 5), min_size=1, max_size=8),
    goods=st.lists(st.integers(0, 5), min_size=1, max_size=8),
)
def test_the_area_is_the_chance_of_ranking_a_pair_right(bads: list[int], goods: list[int]) -> None:
    badness = [*bads, *goods]
    is_bad = [True] * len(bads) + [False] * len(goods)
    pairs = [(bad > good) + (bad == good) / 2 for bad in bads for good in goods]
    assert area_under_curve(badness, is_bad) == pytest.approx(sum(pairs) / len(pairs))
    shares = [
        abs(sum(b >= at for b in bads) / len(bads) - sum(g >= at for g in goods) / len(goods))
        for at in set(badness)
    ]
    assert kolmogorov_smirnov(badness, is_bad) == pytest.approx(max(shares))
