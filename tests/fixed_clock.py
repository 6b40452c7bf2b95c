"""Clocks that a test moves: one that stands still, and one that goes on."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from typing_extensions import override

from services.kit.clock import BUSINESS_ZONE, SystemClock


class FixedClock:
    """The `Clock` of tests; an ordinary Tuesday morning in Shanghai unless told otherwise."""

    def __init__(self, now: datetime = datetime(2026, 3, 10, 2, 30, tzinfo=UTC)) -> None:
        self._now = now

    def now(self) -> datetime:
        """The instant the test has chosen, in UTC."""
        return self._now

    def today(self) -> date:
        """The business day of that instant."""
        return self._now.astimezone(ZoneInfo(BUSINESS_ZONE)).date()

    def advance(self, step: timedelta) -> None:
        """Let `step` go by."""
        self._now += step


class GoingClock(SystemClock):
    """The machine's clock, as far ahead of it as the test says."""

    def __init__(self) -> None:
        super().__init__()
        self._ahead = timedelta()

    @override
    def now(self) -> datetime:
        """The instant, in UTC."""
        return super().now() + self._ahead

    def advance(self, step: timedelta) -> None:
        """Let `step` go by at once."""
        self._ahead += step
