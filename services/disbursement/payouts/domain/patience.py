"""When an order goes out, and what to do while nobody knows what became of it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from services.kit.calendar import BusinessCalendar
from services.kit.clock import BUSINESS_ZONE

_ZONE: Final = ZoneInfo(BUSINESS_ZONE)
# A resend takes its time to arrive: it is begun well before the key may be forgotten.
MARGIN_DIVISOR: Final = 10
LOOK_UP_FIRST: Final = timedelta(seconds=5)
LOOK_UP_MAX: Final = timedelta(minutes=30)
DOUBLINGS_MAX: Final = 10


class NextMove(StrEnum):
    """What is done about an order the provider does not know."""

    WAIT = "wait"
    RESEND = "resend"
    ASK_A_PERSON = "ask_a_person"


@dataclass(frozen=True, slots=True)
class Waited:
    """How long ago an order was sent first and last; the longer of what two clocks say."""

    since_first: timedelta
    since_last: timedelta


def value_date(now: datetime, cut_off: time | None, calendar: BusinessCalendar) -> date | None:
    """The business day an order that goes out now is for; None when it has to wait for one.

    A rail without a cut-off works round the clock.
    """
    local = now.astimezone(_ZONE)
    if cut_off is None:
        return local.date()
    if not calendar.is_business_day(local.date()) or local.time() >= cut_off:
        return None
    return local.date()


def after_not_found(waited: Waited, lag: timedelta, retention: timedelta) -> NextMove:
    """What "not found" means: nothing within the lag, a resend within the retention, then a
    person's business.
    """
    if waited.since_last < lag:
        return NextMove.WAIT
    if waited.since_first < retention - retention // MARGIN_DIVISOR:
        return NextMove.RESEND
    return NextMove.ASK_A_PERSON


def next_look(lag: timedelta, looked: int) -> timedelta:
    """How long to wait before looking up again, longer each time."""
    doublings: int = 2 ** min(looked, DOUBLINGS_MAX)
    return min(max(lag, LOOK_UP_FIRST) * doublings, LOOK_UP_MAX)
