"""Where the test clock of one service stands, and how it goes on, one business day at a time."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from services.kit.errors import Conflict, Fault, Title

_DAY = timedelta(days=1)


class ClosingState(StrEnum):
    """How far a clock is with the days it was sent over."""

    CLOSING = "closing"
    DONE = "done"


class ClockOnlyMovesForward(Conflict):
    """A test clock was to be set back: what has happened on later days cannot be undone."""

    code, fault = "clock_only_moves_forward", Fault.CONFLICT
    title = Title("The test clock only moves forward", "测试时钟只能向前调整")


@dataclass(frozen=True, slots=True)
class Standing:
    """A clock `ahead_days` before the machine's, on its way to `target_ahead_days`.

    `closed_on` is the last business day that is closed; None before the first one was.
    """

    ahead_days: int
    target_ahead_days: int
    closed_on: date | None

    def sent_to(self, target_ahead_days: int) -> Self:
        """The clock with further to go; raises `ClockOnlyMovesForward`."""
        if target_ahead_days < self.target_ahead_days:
            raise ClockOnlyMovesForward
        return replace(self, target_ahead_days=target_ahead_days)

    def yesterday_closed(self, today: date) -> Self:
        """The day before `today` is closed, and the clock a day further unless it is there."""
        yesterday = today - _DAY
        return replace(
            self,
            closed_on=max(yesterday, self.closed_on or yesterday),
            ahead_days=min(self.ahead_days + 1, self.target_ahead_days),
        )

    def business_date(self, machine_date: date) -> date:
        """The business day it shows, when it is `machine_date` by the machine's clock."""
        return machine_date + self.ahead_days * _DAY

    def target_on(self, today: date) -> date:
        """The business day it is sent to, when it is `today` by this clock."""
        return today + (self.target_ahead_days - self.ahead_days) * _DAY

    def state(self, today: date) -> ClosingState:
        """Done on its day when all the days before are closed."""
        is_there = self.ahead_days == self.target_ahead_days
        is_closed = self.closed_on is not None and self.closed_on >= today - _DAY
        return ClosingState.DONE if is_there and is_closed else ClosingState.CLOSING
