"""Nobody confirms what they had no time to read."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from services.disbursement.contracts.domain.errors import (
    DisclosureChanged,
    DisclosureUnread,
    StillReading,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """That somebody began to read what has this digest; both times are the database's."""

    began_at: datetime
    digest: bytes

    def require_over(self, now: datetime, takes: timedelta) -> None:
        """Raise `StillReading`, which says when to come back, before the time is over."""
        left = self.began_at + takes - now
        if left > timedelta():
            raise StillReading(retry_after_s=ceil(left.total_seconds()))


def require_read(
    reading: Reading | None, confirmed: bytes, current: bytes, now: datetime, takes: timedelta
) -> Reading:
    """The reading that allows to confirm `confirmed` as the disclosure that is `current`.

    Raises `DisclosureUnread`, `DisclosureChanged` and `StillReading`.
    """
    if confirmed != current:
        raise DisclosureChanged
    if reading is None or reading.digest != current:
        raise DisclosureUnread
    reading.require_over(now, takes)
    return reading
