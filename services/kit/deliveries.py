"""The words of delivering: a message, who is told it, and what came of trying."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID


class DeliveryOutcome(StrEnum):
    """What came of one attempt; the table's CHECK repeats these words."""

    DELIVERED = "delivered"  # taken, now or before: never sent again
    REFUSED = "refused"  # answered, and the answer was no
    FAILED = "failed"  # no usable answer, or one for another time; it may have arrived


@dataclass(frozen=True, slots=True)
class Delivery:
    """One attempt: its outcome, the HTTP status if there was one, and why it did not succeed."""

    outcome: DeliveryOutcome
    status: int | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One event on its way to one destination.

    `sequence` numbers all events of the aggregate; `after` is the number of the one this
    destination was sent before, 0 if none, so that it can tell a gap from another's event.
    """

    outbox_id: UUID
    aggregate_type: str
    aggregate_id: UUID
    sequence: int
    after: int
    topic: str
    body: Mapping[str, Any]
    traceparent: str | None
    request_id: str | None
    created_at: datetime


class Destination(Protocol):
    """Somebody who is told of some topics."""

    @property
    def name(self) -> str:
        """Its name in the deliveries, for ever."""
        ...

    @property
    def topics(self) -> frozenset[str]:
        """The topics it is told of; a topic nobody names is not sent at all."""
        ...

    async def deliver(self, message: Message) -> Delivery:
        """Send it once, in a way the receiver can take twice; no transaction is open."""
        ...
