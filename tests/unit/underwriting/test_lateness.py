"""How late a loan is on a day, by what was told of it last."""

from datetime import date

import pytest

from services.underwriting.exposure.domain.lateness import Lateness

DUE_ON = date(2026, 2, 15)


@pytest.mark.parametrize(
    ("days_told", "late_after", "today", "days"),
    [
        (0, None, date(2026, 3, 31), 0),
        (12, None, date(2026, 3, 31), 12),
        (0, DUE_ON, date(2026, 1, 15), 0),
        (0, DUE_ON, DUE_ON, 0),
        (0, DUE_ON, date(2026, 2, 16), 1),
        (0, DUE_ON, date(2026, 3, 31), 44),
        (10, DUE_ON, date(2026, 2, 26), 11),
        (10, DUE_ON, date(2026, 2, 24), 10),
    ],
)
def test_days_past_due_go_on_from_what_was_told(
    days_told: int, late_after: date | None, today: date, days: int
) -> None:
    assert Lateness(days_told, late_after).days_on(today) == days
