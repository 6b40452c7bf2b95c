"""How far a business day is closed: a shard at a time."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class ClosingState(StrEnum):
    """Where the close of a day stands."""

    OPEN = "open"
    WAITING = "waiting"
    CLOSING = "closing"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayProgress:
    """The close of one day: of the shards that had books on it, how many are closed.

    `crossed` counts loans that passed a line that night: something fell due, or turned late.
    """

    day: date
    with_books: int
    closed: int
    crossed: int
    first_at: datetime | None
    last_at: datetime | None

    @property
    def is_closed(self) -> bool:
        """Whether no shard is left to be closed."""
        return self.closed == self.with_books

    def state(self, today: date) -> ClosingState:
        """Where it stands; a day is not over before the next one has begun."""
        if self.day >= today:
            return ClosingState.OPEN
        if self.is_closed:
            return ClosingState.CLOSED
        return ClosingState.CLOSING if self.closed else ClosingState.WAITING
