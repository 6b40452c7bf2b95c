"""How days become fractions of a year: the first day counts, the last does not."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

YEAR_DAYS_360: Final = 360
YEAR_DAYS_365: Final = 365
MONTH_DAYS: Final = 30
_DAY: Final = timedelta(days=1)


class DayCount(StrEnum):
    """Which days are counted, and of how many the year consists."""

    THIRTY_360 = "30/360"
    ACTUAL_360 = "actual/360"
    ACTUAL_365 = "actual/365"

    @property
    def year_days(self) -> int:
        """How many days make a year."""
        return YEAR_DAYS_365 if self is DayCount.ACTUAL_365 else YEAR_DAYS_360


def days_counted(start: date, end: date, day_count: DayCount) -> int:
    """The days from `start` to `end` as `day_count` counts them.

    Counts are additive: those of two adjoining spans sum to that of the whole.
    """
    if day_count is DayCount.THIRTY_360:
        return thirty_day_index(end) - thirty_day_index(start)
    return (end - start).days


def thirty_day_index(day: date) -> int:
    """The place of `day` in months of 30 days; the last of any month is its thirtieth."""
    is_last = (day + _DAY).day == 1
    return YEAR_DAYS_360 * day.year + MONTH_DAYS * day.month + (MONTH_DAYS if is_last else day.day)
