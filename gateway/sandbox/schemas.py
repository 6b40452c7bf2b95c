"""The deployment's test clock on the wire."""

from typing import Annotated, Final, Self

from pydantic import Field, model_validator

from services.kit.sandbox.standing import ClosingState
from services.kit.schemas import DateIn, DateRead, ReadSchema, Schema, refusal

ADVANCE_DAYS_MAX: Final = 400  # of one call: a year and a month
SERVICES_MAX: Final = 20


class ClockMove(Schema):
    """Where the clock shall go: to a day, or so many days further. A day is safe to repeat."""

    business_date: DateIn | None = Field(
        default=None,
        description=f"not before the day it is on its way to, and at most {ADVANCE_DAYS_MAX} days "
        "after it",
    )
    advance_days: Annotated[int, Field(ge=1, le=ADVANCE_DAYS_MAX)] | None = Field(
        default=None, description="counted from the day it is on its way to"
    )

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.business_date is None) == (self.advance_days is None):
            raise refusal(
                "one_of",
                en="give either business_date or advance_days",
                zh="business_date 与 advance_days 须且仅须提供一个",
            )
        return self


class ServiceProgressRead(ReadSchema):
    """How far one service is."""

    service: str = Field(max_length=40)
    business_date: DateRead
    closed_on: DateRead | None = Field(description="the last day it has closed")
    state: ClosingState


class SandboxClockRead(ReadSchema):
    """Where the clock of the deployment stands: done when every service has closed each day.

    `business_date` is that of the service furthest behind.
    """

    business_date: DateRead
    target_date: DateRead
    state: ClosingState
    services: list[ServiceProgressRead] = Field(max_length=SERVICES_MAX)
