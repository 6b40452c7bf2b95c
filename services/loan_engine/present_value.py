"""How large a loan an instalment can carry: the schedule's arithmetic, run backwards."""

from collections.abc import Callable, Sequence

from services.loan_engine.level import LevelRatio
from services.loan_engine.periods import Period, interest_minor, periods_of
from services.loan_engine.rounding import rounded
from services.loan_engine.terms import (
    PRINCIPAL_MINOR_MAX,
    FeeTiming,
    LoanTerms,
    RepaymentMethod,
)


def principal_affordable(instalment_minor: int, terms: LoanTerms) -> int:
    """The largest principal whose first row, its fees included, is at most `instalment_minor`.

    Of `terms` all but the principal is looked at. 0 when not even one minor unit is carried;
    at most PRINCIPAL_MINOR_MAX. With level instalments and equal principal no row is larger than
    the first but for rounding's residue in the last. With interest only the first row is interest
    alone: what comes at maturity is for the caller to weigh.
    """
    periods = periods_of(terms)
    first_row_minor = _first_row(terms, periods)
    carried_minor = instalment_minor - _fees_minor(terms, is_only_row=len(periods) == 1)
    low, high = 0, PRINCIPAL_MINOR_MAX
    while low < high:
        middle = (low + high + 1) // 2
        if first_row_minor(middle) <= carried_minor:
            low = middle
        else:
            high = middle - 1
    return low


def _fees_minor(terms: LoanTerms, *, is_only_row: bool) -> int:
    each_time = terms.fees_minor(FeeTiming.INSTALMENT)
    return each_time + terms.fees_minor(FeeTiming.MATURITY) if is_only_row else each_time


def _first_row(terms: LoanTerms, periods: Sequence[Period]) -> Callable[[int], int]:
    """Principal and interest of the first row by the principal lent; it never falls."""
    if terms.method is RepaymentMethod.LEVEL_INSTALMENT:
        ratio = LevelRatio.of(periods, terms.rate_ppm)
        return lambda lent: ratio.instalment_minor(lent, terms.rounding)
    parts = len(periods) if terms.method is RepaymentMethod.EQUAL_PRINCIPAL else 1
    is_repaid = parts > 1 or len(periods) == 1
    share = periods[0].share

    def first_row_minor(lent: int) -> int:
        repaid = rounded(lent, parts, terms.rounding) if is_repaid else 0
        return repaid + interest_minor(lent, share, terms)

    return first_row_minor
