"""Rounding has a name: an exact quotient becomes whole units in one stated way."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Rounding(StrEnum):
    """How a fraction of a minor unit is settled."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    UP = "up"


def rounded(numerator: int, denominator: int, rounding: Rounding) -> int:
    """`numerator` (at least 0) over `denominator` (at least 1) as a whole number."""
    whole, rest = divmod(numerator, denominator)
    return whole + _IS_RAISED[rounding](whole, rest, denominator)


_IS_RAISED: Final[Mapping[Rounding, Callable[[int, int, int], bool]]] = MappingProxyType(
    {
        Rounding.HALF_UP: lambda _whole, rest, denominator: 2 * rest >= denominator,
        # A tie rises only from an odd number.
        Rounding.HALF_EVEN: lambda whole, rest, denominator: 2 * rest + whole % 2 > denominator,
        Rounding.UP: lambda _whole, rest, _denominator: rest > 0,
    }
)
