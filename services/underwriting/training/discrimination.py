"""How well scores part bads from goods: area under the curve and Kolmogorov-Smirnov distance."""

from collections.abc import Iterator, Sequence
from itertools import groupby


def area_under_curve(badness: Sequence[float], is_bad: Sequence[bool]) -> float:
    """The chance that a bad one is scored worse than a good one, ties counting half."""
    area, bads_above = 0.0, 0
    for bads, goods in _steps(badness, is_bad):
        area += goods * (bads_above + bads / 2)
        bads_above += bads
    return area / (sum(is_bad) * (len(is_bad) - sum(is_bad)))


def kolmogorov_smirnov(badness: Sequence[float], is_bad: Sequence[bool]) -> float:
    """The largest distance between the shares of bads and goods at or above a score."""
    bads_all = sum(is_bad)
    goods_all = len(is_bad) - bads_all
    widest, bads_above, goods_above = 0.0, 0, 0
    for bads, goods in _steps(badness, is_bad):
        bads_above += bads
        goods_above += goods
        widest = max(widest, abs(bads_above / bads_all - goods_above / goods_all))
    return widest


def _steps(badness: Sequence[float], is_bad: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Bads and goods at each score, the worst score first."""
    ranked = sorted(zip(badness, is_bad, strict=True), key=lambda pair: -pair[0])
    for _, tied in groupby(ranked, key=lambda pair: pair[0]):
        outcomes = [bad for _, bad in tied]
        yield outcomes.count(True), outcomes.count(False)
