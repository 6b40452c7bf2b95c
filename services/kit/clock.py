"""The one place that reads the clock; everybody else is handed a `Clock`."""

from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

BUSINESS_ZONE = "Asia/Shanghai"


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
