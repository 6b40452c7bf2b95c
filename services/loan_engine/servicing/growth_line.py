"""A receivable that grows evenly: an exact fraction, read as whole minor units."""

from dataclasses import dataclass
from math import gcd
from typing import Final

BIGINT_MAX: Final = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Growth:
    """`base + half_up((carry + slope * steps) / denominator)`, with `0 <= carry < denominator`.

    `steps` are counted from the day the line begins, in the day count of its component. All of it
    fits the database's bigint for at least `steps_safe` steps.
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
        grown = 2 * (self.carry + self.slope * steps) + self.denominator
        return self.base + grown // (2 * self.denominator)

    @property
    def steps_safe(self) -> int:
        """For how many steps no product overflows a bigint."""
        if self.slope == 0:
            return BIGINT_MAX
        return (BIGINT_MAX // 2 - self.carry - self.denominator) // self.slope
