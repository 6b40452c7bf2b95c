"""Where the close of a business day stands."""

from datetime import date, timedelta

import pytest

from services.repayment.positions.domain.progress import ClosingState, DayProgress

DAY = date(2026, 3, 31)
NEXT = DAY + timedelta(days=1)


def progress(closed: int, with_books: int = 4) -> DayProgress:
    return DayProgress(
        day=DAY, with_books=with_books, closed=closed, crossed=0, first_at=None, last_at=None
    )


@pytest.mark.parametrize(
    ("closed", "today", "state"),
    [
        (0, DAY, ClosingState.OPEN),
        (0, NEXT, ClosingState.WAITING),
        (1, NEXT, ClosingState.CLOSING),
        (4, NEXT, ClosingState.CLOSED),
    ],
)
def test_a_day_is_closed_shard_by_shard_once_the_next_has_begun(
    closed: int, today: date, state: ClosingState
) -> None:
    assert progress(closed).state(today) is state


def test_a_day_without_books_is_closed() -> None:
    assert progress(0, with_books=0).state(NEXT) is ClosingState.CLOSED
