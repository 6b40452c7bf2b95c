"""The one place that reads the clock; everybody else is handed a `Clock`."""

from datetime import UTC, date, datetime, timedelta
from typing import Final, Protocol
from zoneinfo import ZoneInfo

BUSINESS_ZONE = "Asia/Shanghai"
AHEAD_DAYS_MAX: Final = 36_500  # how far a test clock can ever be moved


class Clock(Protocol):
    """What time it is, and which business day."""

    def now(self) -> datetime:
        """The instant, timezone-aware, in UTC."""
        ...

    def today(self) -> date:
        """The business day: the calendar day in the lender's zone."""
        ...


class SystemClock:
    """The machine's clock; business days are those of `zone`."""

    def __init__(self, zone: str = BUSINESS_ZONE) -> None:
        self._zone = ZoneInfo(zone)

    def now(self) -> datetime:
        """The instant, timezone-aware, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The calendar day in the lender's zone."""
        return self.now().astimezone(self._zone).date()


class SandboxClock:
    """The machine's clock some whole days ahead of it; it only ever moves forward.

    Whole days keep the time of day, and midnight comes by itself as it does for everybody.
    """

    def __init__(self, zone: str = BUSINESS_ZONE) -> None:
        self._machine = SystemClock(zone)
        self._zone = ZoneInfo(zone)
        self._ahead_days = 0

    def stand(self, ahead_days: int) -> None:
        """Stand `ahead_days` before the machine's clock from now on, unless it is further."""
        self._ahead_days = max(self._ahead_days, ahead_days)

    def now(self) -> datetime:
        """The instant, timezone-aware, in UTC."""
        return self._machine.now() + timedelta(days=self._ahead_days)

    def today(self) -> date:
        """The calendar day in the lender's zone."""
        return self.now().astimezone(self._zone).date()
