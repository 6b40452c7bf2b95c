"""How large a loan an instalment can carry: the schedule's arithmetic, run backwards."""

from bisect import bisect_right
from dataclasses import dataclass

from services.loan_engine.level import level_ratio
from services.loan_engine.periods import shares_of
from services.loan_engine.rounding import Rounding, rounded
from services.loan_engine.terms import (
    PPM,
    PRINCIPAL_MINOR_MAX,
    FeeTiming,
    LoanTerms,
    RepaymentMethod,
)

Part = tuple[int, int]  # a numerator of at least 0, a denominator of at least 1


@dataclass(frozen=True, slots=True)
class FirstRow:
    """What a loan's first row comes to, whatever its principal.

    The row is the principal times each of `parts`, every product rounded on its own, and the fees.
    """

    parts: tuple[Part, ...]
    rounding: Rounding
    fees_minor: int

    def principal_carried(self, instalment_minor: int) -> int:
        """The largest principal whose first row is at most `instalment_minor`.

        0 when not even one minor unit is carried; at most PRINCIPAL_MINOR_MAX.
        """
        carried_minor = instalment_minor - self.fees_minor
        if carried_minor < 0:
            return 0
        # Rounding moves each part by at most one unit. A principal whose exact row is that much
        # smaller than what is carried surely fits, one whose is that much larger surely does not:
        # only those in between, some dozens, are left to search.
        fits = self._principal_of(carried_minor - len(self.parts))
        highest = self._principal_of(carried_minor + len(self.parts))
        return fits + bisect_right(range(fits + 1, highest + 1), carried_minor, key=self._repaid)

    def _repaid(self, principal_minor: int) -> int:
        """Principal and interest of the row; never falls as the principal grows."""
        return sum(
            [
                rounded(principal_minor * numerator, denominator, self.rounding)
                for numerator, denominator in self.parts
            ]
        )

    def _principal_of(self, exact_minor: int) -> int:
        """The largest principal whose row, were nothing rounded, is at most that, within bounds."""
        numerator, denominator = 0, 1
        for part_numerator, part_denominator in self.parts:
            numerator = numerator * part_denominator + part_numerator * denominator
            denominator *= part_denominator
        if exact_minor < 0:
            return 0
        if numerator == 0:
            return PRINCIPAL_MINOR_MAX
        return min(exact_minor * denominator // numerator, PRINCIPAL_MINOR_MAX)


def first_row_of(terms: LoanTerms) -> FirstRow:
    """The first row of such a loan; of `terms` all but the principal is looked at."""
    shares = shares_of(terms)
    fees_minor = terms.fees_minor(FeeTiming.INSTALMENT)
    if len(shares) == 1:
        fees_minor += terms.fees_minor(FeeTiming.MATURITY)
    if terms.method is RepaymentMethod.LEVEL_INSTALMENT:
        ratio = level_ratio(shares, terms.rate_ppm)
        return FirstRow(((ratio.numerator, ratio.denominator),), terms.rounding, fees_minor)
    interest = (terms.rate_ppm * shares[0].numerator, shares[0].denominator * PPM)
    if terms.method is RepaymentMethod.EQUAL_PRINCIPAL or len(shares) == 1:
        return FirstRow(((1, len(shares)), interest), terms.rounding, fees_minor)
    return FirstRow((interest,), terms.rounding, fees_minor)


def principal_affordable(instalment_minor: int, terms: LoanTerms) -> int:
    """The largest principal whose first row, its fees included, is at most `instalment_minor`.

    Of `terms` all but the principal is looked at. 0 when not even one minor unit is carried;
    at most PRINCIPAL_MINOR_MAX. With level instalments and equal principal no row is larger than
    the first but for rounding's residue in the last. With interest only the first row is interest
    alone: what comes at maturity is for the caller to weigh.
    """
    return first_row_of(terms).principal_carried(instalment_minor)
