"""What is known of a delivery that was given up, as it was read."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.kit.deliveries import DeliveryOutcome
from services.kit.parked.statuses import ParkedStatus


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt; without an outcome it is under way, or its worker did not live to hear it."""

    number: int
    started_at: datetime
    ended_at: datetime | None
    outcome: DeliveryOutcome | None
    status: int | None
    detail: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedRecord:
    """A parked delivery; `told_id` is how the event names its aggregate ("app_…").

    `attempts` are the latest, newest first.
    """

    delivery_id: UUID
    status: ParkedStatus
    version: int
    destination: str
    topic: str
    aggregate_type: str
    told_id: str
    sequence: int
    parked_at: datetime
    created_at: datetime
    attempts: tuple[Attempt, ...]

    @property
    def look(self) -> str:
        """What its latest attempt adds to the version, in the form ETags take."""
        latest = self.attempts[0]
        return f"{latest.number}-{int(latest.outcome is not None)}"
