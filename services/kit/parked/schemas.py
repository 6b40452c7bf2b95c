"""Parked deliveries on the wire."""

from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from services.kit.deliveries import DeliveryOutcome
from services.kit.ledgers import DETAIL_LENGTH_MAX
from services.kit.parked.queries import ATTEMPTS_SHOWN_MAX
from services.kit.parked.statuses import ParkedStatus
from services.kit.schemas import InstantRead, ReadSchema, Schema, ShortText, TypeId

PREFIX: Final = "dlv"
WORD_LENGTH_MAX: Final = 100
REASON_LENGTH_MAX: Final = 500

DeliveryId = Annotated[UUID, TypeId(PREFIX)]
Word = Annotated[str, Field(max_length=WORD_LENGTH_MAX)]
DestinationName = Annotated[
    str, Field(pattern=r"^[a-z][a-z0-9_.:-]{0,99}$", examples=["underwriting"])
]
Topic = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.]{0,99}$", examples=["application.accepted"])]


class RetryCreate(Schema):
    """Why it should be tried again now; the audit keeps it."""

    reason: Annotated[str, ShortText(REASON_LENGTH_MAX)]


class DeliveryAttemptRead(ReadSchema):
    """One attempt; without an outcome it is under way, or its worker did not live to hear it."""

    number: int = Field(ge=1)
    started_at: InstantRead
    ended_at: InstantRead | None
    outcome: DeliveryOutcome | None
    status: int | None = Field(description="the HTTP status of the answer, if there was one")
    detail: Annotated[str, Field(max_length=DETAIL_LENGTH_MAX)] | None = Field(
        description="the code of the refusal, or the kind of failure"
    )


class ParkedAggregateRead(ReadSchema):
    """What the message is about."""

    type: Word
    id: Word


class ParkedDeliveryRead(ReadSchema):
    """A message that one destination did not take, and that waits for a person."""

    id: DeliveryId
    status: ParkedStatus
    version: int = Field(ge=1, description="what the ETag says, without its quotes")
    destination: Word
    topic: Word
    aggregate: ParkedAggregateRead
    sequence: int = Field(
        ge=1, description="the event's number; later ones of its aggregate wait behind it"
    )
    parked_at: InstantRead
    created_at: InstantRead
    attempts: list[DeliveryAttemptRead] = Field(
        max_length=ATTEMPTS_SHOWN_MAX,
        description="the latest, newest first; a list of deliveries shows the last one of each",
    )
