"""Business days: weekdays that are no public holiday, and weekend days worked in their place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from holidays.utils import country_holidays
from holidays.version import __version__ as source_version

FRIDAY: Final = 4
_DAY: Final = timedelta(days=1)


class DayBeyondCalendar(ValueError):
    """The day lies in a year this calendar does not know."""


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """Public holidays and make-up workdays of whole years.

    `version` names source and span; a contract records it, so that an old loan keeps its days.
    """

    version: str
    years: frozenset[int]
    holidays: frozenset[date]
    makeup_workdays: frozenset[date]

    def is_business_day(self, day: date) -> bool:
        """Whether offices work on `day`; raises `DayBeyondCalendar`."""
        if day.year not in self.years:
            raise DayBeyondCalendar(f"{self.version} does not reach {day.year}")
        if day in self.makeup_workdays:
            return True
        return day.weekday() <= FRIDAY and day not in self.holidays

    def next_business_day(self, day: date) -> date:
        """The first business day after `day`."""
        return next(self._business_days_after(day))

    def add_business_days(self, day: date, count: int) -> date:
        """The `count`-th business day after `day`; `day` itself for zero.

        Raises ValueError for a negative count.
        """
        if count < 0:
            raise ValueError("business days are counted forward")
        following = self._business_days_after(day)
        for _ in range(count):
            day = next(following)
        return day

    def _business_days_after(self, day: date) -> Iterator[date]:
        while True:
            day += _DAY
            if self.is_business_day(day):
                yield day


def china_calendar(years: Iterable[int]) -> BusinessCalendar:
    """The calendar of mainland China for `years`.

    Holidays and swaps are those the State Council announced, as the `holidays` library holds
    them; a year not yet announced has the statutory holidays and no swaps.
    """
    covered = frozenset(years)
    china = country_holidays("CN", years=covered)
    return BusinessCalendar(
        version=f"CN {min(covered)}-{max(covered)} (holidays {source_version})",
        years=covered,
        holidays=frozenset(day for day in china if day.year in covered),
        makeup_workdays=frozenset(day for day in china.weekend_workdays if day.year in covered),
    )
