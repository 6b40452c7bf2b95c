"""Everything that is to be told of one life, as its relay would read it from the outbox."""

from dataclasses import fields
from typing import Final

from services.kit.deliveries import Message
from tests.contracts.life import Life

_COLUMNS: Final = ", ".join(field.name for field in fields(Message) if field.name not in {"after"})


async def messages_of(life: Life, service: str) -> list[Message]:
    """The messages of a service about it, the earliest first; they stay whatever was told."""
    about = life.id
    if service == "underwriting":
        case = await life.find_case()
        if case is None:
            return []
        about = case[0]
    topics = life.pair.destination(service).topics
    found = await life.pair.rows(
        service,
        f"SELECT {_COLUMNS} FROM outbox WHERE aggregate_id = :id ORDER BY sequence",
        id=about,
    )
    messages: list[Message] = []
    for row in found:
        if row["topic"] in topics:
            after = messages[-1].sequence if messages else 0
            messages.append(Message(**row, after=after))
    return messages


async def message_of(life: Life, service: str, topic: str) -> Message:
    """The latest message under a topic."""
    return [each for each in await messages_of(life, service) if each.topic == topic][-1]
