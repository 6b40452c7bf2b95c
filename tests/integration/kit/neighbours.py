"""Neighbours outside: they take what they are told, or do what a test wants."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from services.kit.deliveries import Delivery, DeliveryOutcome, Message

TOPICS = frozenset({"note.written", "note.changed_0", "note.changed_1", "note.changed_2"})
DELIVERED = Delivery(DeliveryOutcome.DELIVERED, 200)
REFUSED = Delivery(DeliveryOutcome.REFUSED, 422, "validation_failed")
FAILED = Delivery(DeliveryOutcome.FAILED, 503, "neighbour_unavailable")


@dataclass
class Neighbour:
    """The world outside: takes messages, or does what `answer` says."""

    name: str = "neighbour"
    topics: frozenset[str] = TOPICS
    answer: Callable[[Message], Delivery] = lambda _message: DELIVERED
    taken: list[Message] = field(default_factory=list)
    tried: list[Message] = field(default_factory=list)

    async def deliver(self, message: Message) -> Delivery:
        """Take it, or not."""
        self.tried.append(message)
        delivery = self.answer(message)
        if delivery.outcome is DeliveryOutcome.DELIVERED:
            self.taken.append(message)
        return delivery

    def story(self, aggregate_id: UUID) -> list[int]:
        """The numbers it took of one aggregate, in the order it took them."""
        return [each.sequence for each in self.taken if each.aggregate_id == aggregate_id]
