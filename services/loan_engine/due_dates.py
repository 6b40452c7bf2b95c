"""When instalments fall due: a rhythm of whole units that remembers its day of the month."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class PeriodUnit(StrEnum):
    """What the distance between two due dates is counted in."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    QUARTERS = "quarters"

    @property
    def months(self) -> int:
        """How many months one unit has; 0 when it is made of days."""
        return _MONTHS.get(self, 0)

    @property
    def days(self) -> int:
        """How many days one unit has; 0 when it is made of months."""
        return _DAYS.get(self, 0)


def date_after(anchor: date, count: int, unit: PeriodUnit) -> date:
    """`count` units after `anchor`; a day its month lacks becomes that month's last.

    Dates counted from one anchor return to its day: 31 January, 28 February, 31 March.
    Raises OverflowError or ValueError beyond the calendar.
    """
    if unit.days:
        return anchor + timedelta(days=count * unit.days)
    years, month = divmod(anchor.month - 1 + count * unit.months, MONTHS_PER_YEAR)
    year, month = anchor.year + years, month + 1
    if anchor.day <= DAY_ALWAYS_THERE:
        return date(year, month, anchor.day)
    return date(year, month, min(anchor.day, monthrange(year, month)[1]))


MONTHS_PER_YEAR: Final = 12
DAY_ALWAYS_THERE: Final = 28  # the last day of the month that every month has
_MONTHS: Final[Mapping[PeriodUnit, int]] = MappingProxyType(
    {PeriodUnit.MONTHS: 1, PeriodUnit.QUARTERS: 3}
)
_DAYS: Final[Mapping[PeriodUnit, int]] = MappingProxyType({PeriodUnit.DAYS: 1, PeriodUnit.WEEKS: 7})
