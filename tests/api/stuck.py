"""A message nobody takes, made by the real relay: an event, parked."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from sqlalchemy import text

from services.kit.database import Sessions
from services.kit.deliveries import Delivery, DeliveryOutcome, Message
from services.kit.identifiers import typeid_of
from services.kit.patience import Patience
from services.kit.relay import Relay


@dataclass
class Grumbler:
    """A neighbour of one test, known to no other: it takes nothing until it is in the mood."""

    topics: frozenset[str]
    name: str = field(default_factory=lambda: f"grumbler-{uuid4().hex}")
    takes: bool = False
    told: list[Message] = field(default_factory=list)

    async def deliver(self, message: Message) -> Delivery:
        """Take it, or refuse it for good."""
        self.told.append(message)
        if self.takes:
            return Delivery(DeliveryOutcome.DELIVERED, 200)
        return Delivery(DeliveryOutcome.REFUSED, 422, "validation_failed")


async def event_of(sessions: Sessions, aggregate_id: UUID, topic: str) -> UUID:
    """The latest event of a thing under this topic."""
    statement = (
        "SELECT outbox_id FROM outbox WHERE aggregate_id = :id AND topic = :topic"
        " ORDER BY sequence DESC LIMIT 1"
    )
    values = {"id": aggregate_id, "topic": topic}
    async with sessions() as session:
        found: UUID = (await session.execute(text(statement), values)).scalar_one()
    return found


async def parked_at(grumbler: Grumbler, sessions: Sessions, aggregate_id: UUID) -> str:
    """Let the grumbler refuse the thing's event until it is parked; the delivery's id."""
    (topic,) = grumbler.topics
    relay = Relay(sessions, [grumbler], Patience(refusals_max=1))
    await relay.wake(await event_of(sessions, aggregate_id, topic))
    async with sessions() as session:
        found = await session.execute(
            text("SELECT delivery_id FROM parked_deliveries WHERE destination = :name"),
            {"name": grumbler.name},
        )
        return typeid_of("dlv", found.scalar_one())
