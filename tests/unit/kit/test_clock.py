"""Instants are UTC, business days are the lender's."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from services.kit.clock import SystemClock


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 3, 10, 15, 59, 59, tzinfo=UTC), date(2026, 3, 10)),
        (datetime(2026, 3, 10, 16, 0, 0, tzinfo=UTC), date(2026, 3, 11)),
    ],
)
def test_a_business_day_begins_at_midnight_in_shanghai(instant: datetime, day: date) -> None:
    with time_machine.travel(instant, tick=False):
        assert SystemClock().now() == instant
        assert SystemClock().now().tzinfo is UTC
        assert SystemClock().today() == day
        assert SystemClock("UTC").today() == date(2026, 3, 10)
