"""Business days of mainland China, holidays and make-up workdays included."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.calendar import DayBeyondCalendar, china_calendar

CHINA = china_calendar(range(2024, 2028))
days = st.dates(date(2024, 1, 1), date(2027, 6, 30))


@pytest.mark.parametrize(
    ("day", "is_worked"),
    [
        (date(2026, 2, 13), True),  # an ordinary Friday
        (date(2026, 2, 14), True),  # a Saturday worked for Spring Festival
        (date(2026, 2, 15), False),  # a Sunday
        (date(2026, 2, 17), False),  # Spring Festival
        (date(2026, 2, 20), False),  # a Friday off in exchange
        (date(2026, 2, 28), True),  # a Saturday worked
        (date(2026, 10, 1), False),  # National Day
        (date(2024, 2, 18), True),  # a Sunday worked
        (date(2026, 11, 23), True),
    ],
)
def test_days_are_worked_as_announced(day: date, is_worked: bool) -> None:  # noqa: FBT001
    assert CHINA.is_business_day(day) is is_worked


def test_the_day_after_the_festival_is_the_next_business_day() -> None:
    assert CHINA.next_business_day(date(2026, 2, 14)) == date(2026, 2, 24)


@given(days, st.integers(0, 60))
def test_adding_business_days_counts_each_of_them(day: date, count: int) -> None:
    end = CHINA.add_business_days(day, count)
    between = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert sum(CHINA.is_business_day(each) for each in between) == count
    assert count == 0 or CHINA.is_business_day(end)


def test_days_are_counted_forward() -> None:
    with pytest.raises(ValueError, match="forward"):
        CHINA.add_business_days(date(2026, 1, 1), -1)


@pytest.mark.parametrize("day", [date(2023, 12, 31), date(2028, 1, 1)])
def test_a_year_beyond_the_calendar_is_refused_not_guessed(day: date) -> None:
    with pytest.raises(DayBeyondCalendar):
        CHINA.is_business_day(day)


def test_the_version_names_source_and_span() -> None:
    assert CHINA.version.startswith("CN 2024-2027 (holidays ")
