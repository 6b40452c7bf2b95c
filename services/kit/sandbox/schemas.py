"""A service's test clock between services."""

from typing import Final

from pydantic import Field

from services.kit.clock import AHEAD_DAYS_MAX
from services.kit.sandbox.standing import ClosingState
from services.kit.schemas import DateRead, ReadSchema, Schema

CLOCK_PATH: Final = "/internal/v1/sandbox/clock"


class ClockSent(Schema):
    """Where the clock shall go; days before the machine's, so that all services agree."""

    ahead_days: int = Field(ge=0, le=AHEAD_DAYS_MAX)


class ServiceClockRead(ReadSchema):
    """Where a service's clock stands, and how far it is."""

    business_date: DateRead
    target_date: DateRead
    target_ahead_days: int = Field(ge=0, le=AHEAD_DAYS_MAX)
    closed_on: DateRead | None = Field(description="the last closed day; null before the first")
    state: ClosingState
