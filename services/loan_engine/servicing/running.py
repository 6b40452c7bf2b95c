"""The interest of the running period: borne by the balance, billed when the period ends."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from services.loan_engine.day_count import DayCount, days_counted
from services.loan_engine.periods import Period, Share
from services.loan_engine.rounding import Rounding, rounded
from services.loan_engine.terms import PPM, InterestPer, LoanTerms


def steps_of(terms: LoanTerms) -> DayCount:
    """In which days interest grows inside a period.

    By the terms' day count; but periods of whole days that bear an even share grow with each day
    of the calendar, for 30/360 may count none in them.
    """
    if terms.interest_per is InterestPer.PERIOD and terms.unit.days:
        return DayCount.ACTUAL_365
    return terms.day_count


@dataclass(slots=True)
class RunningPeriods:
    """The periods still to be billed, the first of them running since `began_on`.

    `numerator` over `denominator` is what it has borne so far; `paid_minor` of it was paid before
    its time.
    """

    terms: LoanTerms
    to_come: list[Period]
    began_on: date
    numerator: int = 0
    paid_minor: int = 0
    day_count: DayCount = field(init=False)

    def __post_init__(self) -> None:
        self.day_count = steps_of(self.terms)

    @property
    def denominator(self) -> int:
        """Of the running period: the whole of it bears the exact share of the yearly rate."""
        if not self.to_come:
            return 1
        return self.to_come[0].share.denominator * PPM * self._steps_in_all

    def slope(self, balance_minor: int) -> int:
        """What one step adds to the numerator."""
        if not self.to_come:
            return 0
        return balance_minor * self.terms.rate_ppm * self.to_come[0].share.numerator

    def grow(self, balance_minor: int, start: date, end: date) -> None:
        """Add what the days from `start` to `end` bear."""
        self.numerator += self.slope(balance_minor) * days_counted(start, end, self.day_count)

    @property
    def borne_minor(self) -> int:
        """What has been borne and not paid, in whole minor units, half up."""
        return rounded(self.numerator, self.denominator, Rounding.HALF_UP) - self.paid_minor

    def bill(self) -> tuple[Period, int]:
        """End the running period: it, and the interest that is due with it."""
        borne = rounded(self.numerator, self.denominator, self.terms.rounding)
        period, interest = self.to_come.pop(0), max(0, borne - self.paid_minor)
        self.began_on, self.numerator, self.paid_minor = period.due_on, 0, 0
        return period, interest

    def end(self) -> None:
        """Bill no more: everything is paid."""
        self.to_come.clear()
        self.numerator = self.paid_minor = 0

    def rest_from(self, day: date) -> Sequence[Period]:
        """The periods still to come, of the running one only what follows `day`."""
        running, *later = self.to_come
        left = days_counted(day, running.due_on, self.day_count)
        share = Share(
            running.share.numerator * left, running.share.denominator * self._steps_in_all
        )
        return [running._replace(share=share), *later]

    @property
    def _steps_in_all(self) -> int:
        # A period of no counted day bears nothing, over whatever it is divided.
        return days_counted(self.began_on, self.to_come[0].due_on, self.day_count) or 1
