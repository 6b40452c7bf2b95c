"""What a loan costs a year, all fees included: one number to compare offers by."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum
from fractions import Fraction
from typing import Final

from services.loan_engine.growth import CONTEXT, Flow, grown, log_growth
from services.loan_engine.refusals import EngineRefusal, RefusalCode
from services.loan_engine.rounding import Rounding, rounded

PARTS: Final = 10**12  # the annual cost is kept in parts per million millions of a year
PARTS_PER_PPM: Final = 10**6
PARTS_PER_PERCENT: Final = 10**10
COST_PERCENT_MAX: Final = 100_000
COST_PARTS_MAX: Final = COST_PERCENT_MAX * PARTS_PER_PERCENT
CONTINUOUS_MAX: Final = 7  # a little more than COST_PERCENT_MAX, as a continuous rate

# The last digits of a solution are noise; without them a tie is a tie on every machine.
_SNAPPED: Final = Decimal("1e-24")


class CostBasis(StrEnum):
    """Whether time was counted in regular periods, or in days because a period is odd."""

    PERIODIC_IRR = "periodic irr"
    DATED_IRR = "dated irr"


@dataclass(frozen=True, slots=True)
class AnnualCost:
    """The cost of a year, in parts per 10**12 of it.

    `simple` is the cost of a period times the periods of a year; `compound` counts interest on
    interest.
    """

    simple_parts: int
    compound_parts: int
    basis: CostBasis

    @property
    def simple_ppm(self) -> int:
        """The simple cost in parts per million, a half rounded up."""
        return rounded(self.simple_parts, PARTS_PER_PPM, Rounding.HALF_UP)

    @property
    def compound_ppm(self) -> int:
        """The compound cost in parts per million, a half rounded up."""
        return rounded(self.compound_parts, PARTS_PER_PPM, Rounding.HALF_UP)

    def percent_simple(self, decimals: int) -> str:
        """The simple cost in per cent with 1 to 8 decimals, such as "12.00"."""
        return _percent(self.simple_parts, decimals)

    def percent_compound(self, decimals: int) -> str:
        """The compound cost in per cent with 1 to 8 decimals, such as "12.68"."""
        return _percent(self.compound_parts, decimals)


@dataclass(frozen=True, slots=True)
class Timeline:
    """How the time units of flows relate to years, and how many regular periods a year has."""

    units_per_year: Fraction
    periods_per_year: Fraction
    basis: CostBasis


def annual_cost(flows: Sequence[Flow], timeline: Timeline) -> AnnualCost:
    """The annual cost of an advance and its payments, exact to the last of its parts.

    Raises `EngineRefusal` beyond COST_PERCENT_MAX, ValueError for flows that are no loan.
    """
    rate = log_growth(flows)
    periods = timeline.periods_per_year
    compound = _within_reach(rate, timeline.units_per_year)
    each_period = grown(rate, Fraction(timeline.units_per_year, periods))
    return AnnualCost(
        simple_parts=_parts(each_period * periods.numerator, periods.denominator),
        compound_parts=_parts(compound, 1),
        basis=timeline.basis,
    )


def _within_reach(rate: Decimal, units_per_year: Fraction) -> Decimal:
    """The compound cost as a fraction, refused before its digits grow without end."""
    with localcontext(CONTEXT):
        if rate * units_per_year.numerator > CONTINUOUS_MAX * units_per_year.denominator:
            raise _too_high()
    return grown(rate, units_per_year)


def _parts(cost: Decimal, divisor: int) -> int:
    with localcontext(CONTEXT) as context:
        snapped = context.divide(cost, Decimal(divisor)).quantize(_SNAPPED, ROUND_HALF_EVEN)
        parts = int((snapped * PARTS).quantize(Decimal(1), ROUND_HALF_UP))
    if parts > COST_PARTS_MAX:
        raise _too_high()
    return parts


def _percent(parts: int, decimals: int) -> str:
    scale = 10**decimals
    whole, rest = divmod(rounded(parts, PARTS_PER_PERCENT // scale, Rounding.HALF_UP), scale)
    return f"{whole}.{rest:0{decimals}d}"


def _too_high() -> EngineRefusal:
    return EngineRefusal(RefusalCode.ANNUAL_COST_TOO_HIGH, "fees")
