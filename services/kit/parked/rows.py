"""The rows of parked deliveries; their table is the kit's, found through the search path."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import DeclarativeBase, Mapped

from services.kit.ledgers import KIT_METADATA, parked_deliveries


class KitRow(DeclarativeBase):
    """A row of a table every service has."""

    metadata = KIT_METADATA


class ParkedRow(KitRow):
    """One message that one destination did not take; the audit of what people do hangs on it.

    `attempts` counts all there were when it was parked last, `forgiven_attempts` those before
    the last retry by hand.
    """

    __table__ = parked_deliveries
    __mapper_args__ = {"eager_defaults": True}  # noqa: RUF012 - as SQLAlchemy declares it

    delivery_id: Mapped[UUID]
    outbox_id: Mapped[UUID]
    destination: Mapped[str]
    aggregate_type: Mapped[str]
    aggregate_id: Mapped[UUID]
    sequence: Mapped[int]
    topic: Mapped[str]
    status: Mapped[str]
    attempts: Mapped[int]
    forgiven_attempts: Mapped[int]
    parked_at: Mapped[datetime]
    version: Mapped[int]
    audit_seq: Mapped[int]
    audit_head: Mapped[bytes]
    event_seq: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
