"""For how long money that arrived is still asked about."""

from datetime import date, timedelta

import pytest

from services.disbursement.payouts.domain.looking_back import looked_back_since


@pytest.mark.parametrize(
    ("today", "business_days", "since"),
    [
        # A Wednesday: what arrived on Tuesday; and of two days what arrived on Monday, too.
        (date(2026, 11, 25), 1, date(2026, 11, 24)),
        (date(2026, 11, 25), 2, date(2026, 11, 23)),
        # On a Monday what arrived from Friday on; on the Sunday before just as well.
        (date(2026, 11, 23), 1, date(2026, 11, 20)),
        (date(2026, 11, 22), 1, date(2026, 11, 20)),
        (date(2026, 11, 25), 10, date(2026, 11, 11)),
        # Over New Year, which is a holiday.
        (date(2027, 1, 4), 1, date(2026, 12, 31)),
    ],
)
def test_money_is_asked_about_for_so_many_business_days(
    today: date, business_days: int, since: date
) -> None:
    assert looked_back_since(today, business_days) == since


def test_nothing_is_left_out_from_one_day_to_the_next() -> None:
    days = [date(2026, 9, 1) + timedelta(days=each) for each in range(60)]
    first = [looked_back_since(day, 10) for day in days]
    assert first == sorted(first)
    assert all(since < day for since, day in zip(first, days, strict=True))


def test_fewer_than_one_day_is_no_span() -> None:
    with pytest.raises(ValueError, match="one day at least"):
        looked_back_since(date(2026, 11, 25), 0)
