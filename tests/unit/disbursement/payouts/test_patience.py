"""When an order goes out, and what "not found" means."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from services.disbursement.payouts.domain.patience import (
    LOOK_UP_MAX,
    NextMove,
    Waited,
    after_not_found,
    next_look,
    value_date,
)
from services.kit.calendar import china_calendar

CALENDAR = china_calendar({2026})
CUT_OFF = time(17, 0)
LAG, RETENTION = timedelta(seconds=5), timedelta(hours=10)


@pytest.mark.parametrize(
    ("now", "cut_off", "expected"),
    [
        (datetime(2026, 11, 27, 8, 59, 59, tzinfo=UTC), CUT_OFF, date(2026, 11, 27)),
        (datetime(2026, 11, 27, 9, 0, tzinfo=UTC), CUT_OFF, None),
        (datetime(2026, 11, 28, 2, 0, tzinfo=UTC), CUT_OFF, None),  # a Saturday
        (datetime(2026, 10, 1, 2, 0, tzinfo=UTC), CUT_OFF, None),  # National Day
        (datetime(2026, 11, 28, 2, 0, tzinfo=UTC), None, date(2026, 11, 28)),
        # Past midnight in Shanghai it is the next day, whatever the day of UTC.
        (datetime(2026, 11, 26, 16, 30, tzinfo=UTC), CUT_OFF, date(2026, 11, 27)),
    ],
)
def test_an_order_is_for_today_or_waits(
    now: datetime, cut_off: time | None, expected: date | None
) -> None:
    assert value_date(now, cut_off, CALENDAR) == expected


@pytest.mark.parametrize(
    ("first", "last", "move"),
    [
        (timedelta(seconds=4), timedelta(seconds=4), NextMove.WAIT),
        (timedelta(hours=20), timedelta(seconds=4), NextMove.WAIT),
        (timedelta(seconds=5), timedelta(seconds=5), NextMove.RESEND),
        (timedelta(hours=8, minutes=59), timedelta(seconds=5), NextMove.RESEND),
        # The last tenth of the retention is the time a resend may take.
        (timedelta(hours=9), timedelta(seconds=5), NextMove.ASK_A_PERSON),
        (timedelta(days=9), timedelta(days=9), NextMove.ASK_A_PERSON),
    ],
)
def test_not_found_proves_nothing_then_something_then_too_little(
    first: timedelta, last: timedelta, move: NextMove
) -> None:
    assert after_not_found(Waited(first, last), LAG, RETENTION) is move


def test_looking_up_gets_slower_and_never_stops() -> None:
    waits = [next_look(LAG, looked) for looked in range(40)]
    assert waits[0] == LAG
    assert waits == sorted(waits)
    assert waits[-1] == LOOK_UP_MAX
    assert next_look(timedelta(0), 0) > timedelta(0)
