"""The rate at which payments are worth what was advanced: the internal rate of return.

Solved in logarithms, where the curve is convex and nearly straight: Newton's steps from zero come
up to the root from below and need no bracket, be it 0 or 82,400 per cent. The logarithm itself,
which costs more than all else together, is only taken far from the root. Decimal arithmetic of a
stated precision gives the same digits on every machine; amounts are only read here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from fractions import Fraction
from typing import Final

DIGITS: Final = 40
STEP_MIN: Final = Decimal("1e-18")  # the next step would be smaller than its square times 2**15
STEPS_MAX: Final = 50  # eleven were the most any of thousands of random loans took
CONTEXT: Final = Context(prec=DIGITS, rounding=ROUND_HALF_EVEN)


@dataclass(frozen=True, slots=True)
class Flow:
    """An amount `at` whole time units after disbursement; positive when the borrower gets it."""

    at: int
    amount_minor: int


def log_growth(flows: Sequence[Flow]) -> Decimal:
    """The continuous rate per time unit that makes the flows worth nothing together.

    The first flow is the advance, at 0; all later ones are payments, in time order. Raises
    ValueError for any other shape, or when less comes back than was advanced.
    """
    advance, payments = _advance_and_payments(flows)
    with localcontext(CONTEXT) as context:
        sought, rate = Decimal(advance), Decimal(0)
        for _ in range(STEPS_MAX):
            worth, weighed = _present_value(payments, rate)
            # d ln(worth) / d rate = -weighed / worth, the mean time of payment.
            step = context.divide(_log_ratio(worth, sought) * worth, weighed)
            rate += step
            if step < STEP_MIN:
                return max(rate, Decimal(0))
    raise ArithmeticError("the rate was not found")


def grown(rate: Decimal, units: Fraction) -> Decimal:
    """What 1 gains over so many time units at a continuous `rate`, as a fraction of 1."""
    with localcontext(CONTEXT) as context:
        return context.divide(rate * units.numerator, Decimal(units.denominator)).exp() - 1


def _log_ratio(worth: Decimal, sought: Decimal) -> Decimal:
    """The logarithm of `worth / sought`, or a little less.

    Below twice what is sought it is 2 (q - 1) / (q + 1) of the quotient q, which is less than
    ln(q) by a twelfth of (q - 1)**3 at most: steps stay below the root, and near it are as good.
    """
    if worth > 2 * sought:
        return worth.ln() - sought.ln()
    return CONTEXT.divide(2 * (worth - sought), worth + sought)


def _present_value(
    payments: Sequence[tuple[int, Decimal]], rate: Decimal
) -> tuple[Decimal, Decimal]:
    """The worth of the payments at time 0, and the same with each weighed by its time."""
    unit_factor = (-rate).exp()
    factors: dict[int, Decimal] = {}
    factor, worth, weighed, now = Decimal(1), Decimal(0), Decimal(0), 0
    for at, amount in payments:
        gap = at - now
        if gap not in factors:
            factors[gap] = unit_factor**gap
        factor *= factors[gap]
        value = amount * factor
        worth += value
        weighed += at * value
        now = at
    return worth, weighed


def _advance_and_payments(flows: Sequence[Flow]) -> tuple[int, list[tuple[int, Decimal]]]:
    first, *rest = flows
    is_ordered = all(before.at < after.at for before, after in zip(flows, rest, strict=False))
    if first.at != 0 or first.amount_minor <= 0 or not is_ordered:
        raise ValueError("an advance at 0 comes first, payments follow in time order")
    if any(flow.amount_minor > 0 for flow in rest):
        raise ValueError("after the advance there are only payments")
    if sum(flow.amount_minor for flow in flows) > 0:
        raise ValueError("less is paid than was advanced")
    return first.amount_minor, [(flow.at, Decimal(-flow.amount_minor)) for flow in rest]
