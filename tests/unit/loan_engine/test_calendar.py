"""Days and due dates: what is counted, and where a month's end goes."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.loan_engine.day_count import DayCount, days_counted
from services.loan_engine.due_dates import PeriodUnit, date_after
from services.loan_engine.schedule import schedule_of
from tests.unit.loan_engine.loans import a_loan, days


def test_the_month_end_is_remembered() -> None:
    rows = schedule_of(a_loan(disbursed_on=date(2026, 1, 31))).rows
    due = " ".join(row.due_on.strftime("%m-%d") for row in rows)
    assert due == "02-28 03-31 04-30 05-31 06-30 07-31 08-31 09-30 10-31 11-30 12-31 01-31"


def test_a_leap_february_has_its_29th() -> None:
    due = [row.due_on for row in schedule_of(a_loan(disbursed_on=date(2027, 12, 30))).rows]
    assert due[1:3] == [date(2028, 2, 29), date(2028, 3, 30)]


def test_a_first_due_date_gives_the_day_for_the_others() -> None:
    terms = a_loan(disbursed_on=date(2026, 1, 10), first_due_on=date(2026, 3, 31))
    due = [row.due_on for row in schedule_of(terms).rows]
    assert due[:3] == [date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)]


def test_a_first_due_date_at_the_usual_place_keeps_the_memory() -> None:
    usual = a_loan(disbursed_on=date(2026, 1, 31))
    said = a_loan(disbursed_on=date(2026, 1, 31), first_due_on=date(2026, 2, 28))
    assert schedule_of(said) == schedule_of(usual)


@pytest.mark.parametrize(
    ("unit", "every", "second"),
    [
        (PeriodUnit.DAYS, 10, date(2026, 2, 4)),
        (PeriodUnit.WEEKS, 2, date(2026, 2, 12)),
        (PeriodUnit.MONTHS, 2, date(2026, 5, 15)),
        (PeriodUnit.QUARTERS, 1, date(2026, 7, 15)),
    ],
)
def test_every_unit_has_its_rhythm(unit: PeriodUnit, every: int, second: date) -> None:
    assert schedule_of(a_loan(unit=unit, every=every)).rows[1].due_on == second


@given(days, days, days, st.sampled_from(DayCount))
def test_adjoining_spans_add_up(
    first: date, second: date, third: date, day_count: DayCount
) -> None:
    first, second, third = sorted([first, second, third])
    parts = days_counted(first, second, day_count) + days_counted(second, third, day_count)
    assert parts == days_counted(first, third, day_count)


@pytest.mark.parametrize(
    ("start", "end", "counted"),
    [
        (date(2026, 1, 15), date(2026, 3, 1), 46),
        (date(2026, 1, 31), date(2026, 2, 28), 30),
        (date(2026, 2, 28), date(2026, 3, 31), 30),
        (date(2028, 2, 28), date(2028, 2, 29), 2),
        (date(2028, 2, 28), date(2028, 3, 1), 3),
        (date(2026, 1, 30), date(2026, 1, 31), 0),
        (date(2026, 1, 1), date(2027, 1, 1), 360),
    ],
)
def test_every_month_has_thirty_days(start: date, end: date, counted: int) -> None:
    assert days_counted(start, end, DayCount.THIRTY_360) == counted


@given(days, st.integers(1, 400))
def test_actual_days_are_those_of_the_calendar(start: date, distance: int) -> None:
    end = start + timedelta(days=distance)
    for day_count in (DayCount.ACTUAL_360, DayCount.ACTUAL_365):
        assert days_counted(start, end, day_count) == distance


@given(days, st.integers(1, 60), st.sampled_from([PeriodUnit.MONTHS, PeriodUnit.QUARTERS]))
def test_months_away_is_the_same_day_or_the_last(start: date, count: int, unit: PeriodUnit) -> None:
    there = date_after(start, count, unit)
    months = (there.year - start.year) * 12 + there.month - start.month
    assert months == count * unit.months
    assert there.day == start.day or (there + timedelta(days=1)).day == 1
