"""The level instalment: the one amount that repays a loan over periods of any length."""

from dataclasses import dataclass
from functools import lru_cache
from math import gcd, lcm
from typing import Final

from services.loan_engine.periods import Share
from services.loan_engine.rounding import Rounding, rounded
from services.loan_engine.terms import PPM

RATIOS_KEPT_MAX: Final = 250  # a lender's products have some dozens; ten megabytes at the very most


@dataclass(frozen=True, slots=True)
class LevelRatio:
    """What one minor unit of principal costs each time: exactly `numerator / denominator`."""

    numerator: int
    denominator: int

    def instalment_minor(self, principal_minor: int, rounding: Rounding) -> int:
        """The level instalment of a principal, rounded once."""
        return rounded(principal_minor * self.numerator, self.denominator, rounding)


@lru_cache(maxsize=RATIOS_KEPT_MAX)
def level_ratio(shares: tuple[Share, ...], rate_ppm: int) -> LevelRatio:
    """The ratio for periods that bear these shares of a yearly rate; the same for any principal.

    A principal P grows by 1 + s/d in each period and falls by A at its end. It ends at zero
    when P * product(d + s) = A * sum over j of d**j * product of (d + s) after j.
    """
    d, steps = _steps(shares, rate_ppm)
    grown, paid, scale = 1, 0, 1
    for step in steps:
        scale *= d
        grown *= d + step
        paid = paid * (d + step) + scale
    return LevelRatio(grown, paid)


def _steps(shares: tuple[Share, ...], rate_ppm: int) -> tuple[int, list[int]]:
    """The interest of each period as whole parts of one common denominator, as small as can be."""
    year = lcm(*{share.denominator for share in shares})
    steps = [rate_ppm * share.numerator * (year // share.denominator) for share in shares]
    shared = gcd(year * PPM, *steps)
    return year * PPM // shared, [step // shared for step in steps]
