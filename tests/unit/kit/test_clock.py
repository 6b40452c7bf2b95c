"""Instants are UTC, business days are the lender's."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from services.kit.clock import SandboxClock, SystemClock


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


def test_a_sandbox_clock_is_whole_days_ahead_and_never_set_back() -> None:
    instant = datetime(2026, 3, 10, 15, 30, tzinfo=UTC)
    with time_machine.travel(instant, tick=False):
        clock = SandboxClock()
        assert (clock.now(), clock.today()) == (instant, date(2026, 3, 10))
        clock.stand(31)
        clock.stand(30)
        assert clock.now() == datetime(2026, 4, 10, 15, 30, tzinfo=UTC)
        assert clock.today() == date(2026, 4, 10)
    with time_machine.travel(datetime(2026, 3, 10, 16, 0, tzinfo=UTC), tick=False):
        assert clock.today() == date(2026, 4, 11)
