"""What the reference shows of business days."""

from datetime import UTC, date, datetime
from typing import Any, Final

from services.repayment.positions import views
from services.repayment.positions.domain.progress import DayProgress
from services.repayment.positions.queries import DayFound

_TODAY: Final = date(2026, 11, 27)


def _shown(closed: int) -> dict[str, Any]:
    progress = DayProgress(
        day=date(2026, 11, 26),
        with_books=64,
        closed=closed,
        crossed=18 * closed,
        first_at=datetime(2026, 11, 26, 16, 0, 3, tzinfo=UTC),
        last_at=datetime(2026, 11, 26, 16, 0, 41, tzinfo=UTC),
    )
    return views.day(DayFound(progress, _TODAY)).model_dump(mode="json")


DAY_EXAMPLE: Final = _shown(closed=64)
WOKEN_EXAMPLE: Final = _shown(closed=40)
DAY_PAGE_EXAMPLE: Final = {"data": [DAY_EXAMPLE], "has_more": False, "next_cursor": None}
