"""Each rounding is the one its name says."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.loan_engine.rounding import Rounding, rounded

QUARTERS = {
    0: (0, 0, 0),
    1: (0, 0, 1),
    2: (1, 0, 1),
    3: (1, 1, 1),
    4: (1, 1, 1),
    6: (2, 2, 2),
    10: (3, 2, 3),
    11: (3, 3, 3),
}


@pytest.mark.parametrize("quarters", QUARTERS)
def test_quarters_are_settled_as_named(quarters: int) -> None:
    settled = tuple(rounded(quarters, 4, Rounding(name)) for name in ("half_up", "half_even", "up"))
    assert settled == QUARTERS[quarters]


@given(st.integers(0, 10**30), st.integers(1, 10**15), st.sampled_from(Rounding))
def test_no_rounding_is_a_whole_unit_off(
    numerator: int, denominator: int, rounding: Rounding
) -> None:
    off = rounded(numerator, denominator, rounding) - Fraction(numerator, denominator)
    assert abs(off) < 1
    assert rounding is Rounding.UP or abs(off) <= Fraction(1, 2)
    assert rounding is not Rounding.UP or off >= 0
