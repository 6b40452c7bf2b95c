"""For how long money that arrived is still asked about: a bank may yet send it back."""

from datetime import date, timedelta
from functools import cache
from typing import Final

from services.kit.calendar import BusinessCalendar, china_calendar

_DAY: Final = timedelta(days=1)


def looked_back_since(today: date, business_days: int) -> date:
    """The first day whose money is still asked about on `today`.

    Money is asked about from the day after it arrived to the end of the `business_days`-th business
    day after that. Raises ValueError for fewer than one.
    """
    if business_days < 1:
        raise ValueError("money is asked about on one day at least")
    calendar, day = calendar_around(today.year), today - _DAY
    while calendar.add_business_days(day - _DAY, business_days) >= today:
        day -= _DAY
    return day


@cache
def calendar_around(year: int) -> BusinessCalendar:
    """The business days of a year and of those beside it."""
    return china_calendar({year - 1, year, year + 1})
