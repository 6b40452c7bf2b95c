"""The level instalment: the one amount that repays a loan over periods of any length."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd, lcm
from typing import Self

from services.loan_engine.periods import Period
from services.loan_engine.rounding import Rounding, rounded
from services.loan_engine.terms import PPM


@dataclass(frozen=True, slots=True)
class LevelRatio:
    """What one minor unit of principal costs each time: exactly `numerator / denominator`."""

    numerator: int
    denominator: int

    @classmethod
    def of(cls, periods: Sequence[Period], rate_ppm: int) -> Self:
        """The ratio for these periods.

        A principal P grows by 1 + s/d in each period and falls by A at its end. It ends at zero
        when P * product(d + s) = A * sum over j of d**j * product of (d + s) after j.
        """
        d, steps = _steps(periods, rate_ppm)
        grown, paid, scale = 1, 0, 1
        for step in steps:
            scale *= d
            grown *= d + step
            paid = paid * (d + step) + scale
        return cls(grown, paid)

    def instalment_minor(self, principal_minor: int, rounding: Rounding) -> int:
        """The level instalment of a principal, rounded once."""
        return rounded(principal_minor * self.numerator, self.denominator, rounding)


def _steps(periods: Sequence[Period], rate_ppm: int) -> tuple[int, list[int]]:
    """The interest of each period as whole parts of one common denominator, as small as can be."""
    year = lcm(*{period.share.denominator for period in periods})
    steps = [
        rate_ppm * period.share.numerator * (year // period.share.denominator) for period in periods
    ]
    shared = gcd(year * PPM, *steps)
    return year * PPM // shared, [step // shared for step in steps]
