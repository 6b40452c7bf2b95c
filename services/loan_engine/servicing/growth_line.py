"""A receivable that grows evenly: an exact fraction, read as whole minor units."""

from dataclasses import dataclass
from math import gcd
from typing import Final

BIGINT_MAX: Final = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Growth:
    """`base + half_up((carry + slope * steps) / denominator)`, with `0 <= carry < denominator`.

    `steps` are counted from the day the line begins, in the day count of its component. All of it
    fits the database's bigint for `steps_safe` steps; then it has to be `begun_after` some anew.
    """

    denominator: int
    base: int = 0
    carry: int = 0
    slope: int = 0

    @classmethod
    def of(cls, whole: int, numerator: int, slope: int, denominator: int) -> "Growth":
        """`whole` plus `numerator / denominator`, growing by `slope / denominator` each step.

        Written with the smallest numbers that say the same, so that SQL computes it in bigint.
        """
        units, carry = divmod(numerator, denominator)
        shared = gcd(carry, slope, denominator)
        return cls(denominator // shared, whole + units, carry // shared, slope // shared)

    def after(self, steps: int) -> int:
        """The minor units after so many steps, half up."""
        grown = self.carry + self.slope * steps + self.denominator // 2
        return self.base + grown // self.denominator

    def begun_after(self, steps: int) -> "Growth":
        """The same growth, its steps counted from `steps` later on."""
        grown = self.carry + self.slope * steps
        return Growth.of(self.base, grown, self.slope, self.denominator)

    @property
    def steps_safe(self) -> int:
        """For how many steps no number on the way overflows a bigint."""
        if self.slope == 0:
            return BIGINT_MAX
        return (BIGINT_MAX - self.carry - self.denominator // 2) // self.slope
