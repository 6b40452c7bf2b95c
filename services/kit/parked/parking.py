"""Giving a delivery up: it waits for a person, and so does what follows it in its aggregate."""

import logging
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.kit import audit
from services.kit.audit import Change, Members
from services.kit.backlog import Due
from services.kit.caller import Caller
from services.kit.database import Sessions
from services.kit.deliveries import Destination, Message
from services.kit.identifiers import new_id
from services.kit.ledgers import delivery_attempts
from services.kit.parked.rows import ParkedRow
from services.kit.parked.statuses import ParkedStatus
from services.kit.telemetry import context_of

RELAY_SUBJECT: Final = "system:relay"

_log = logging.getLogger("xiaowei.relay")


async def park(sessions: Sessions, to: Destination, due: Due, service: str) -> None:
    """Park the message that `to` does not take, for the first time or again."""
    message = due.message
    async with sessions.begin() as session:
        row = await _row(session, to, message)
        row.attempts = await _attempts(session, to, message)
        caller = _relay_of(service, message)
        after: Members = {
            "status": row.status,
            "attempts": row.attempts,
            "refusals": due.refusals,
        }
        await audit.append(session, row, Change("delivery.parked", caller, after=after))
    told = {"destination": to.name, "topic": message.topic, "outbox_id": str(message.outbox_id)}
    _log.error("delivery parked", extra=told)


async def _row(session: AsyncSession, to: Destination, message: Message) -> ParkedRow:
    row = await session.scalar(
        select(ParkedRow)
        .where(ParkedRow.outbox_id == message.outbox_id, ParkedRow.destination == to.name)
        .with_for_update()
    )
    if row is not None:
        row.status = ParkedStatus.PARKED.value
        row.version += 1
        row.parked_at = func.clock_timestamp()
        row.updated_at = func.clock_timestamp()
        return row
    row = ParkedRow(
        delivery_id=new_id(),
        outbox_id=message.outbox_id,
        destination=to.name,
        aggregate_type=message.aggregate_type,
        aggregate_id=message.aggregate_id,
        sequence=message.sequence,
        topic=message.topic,
        status=ParkedStatus.PARKED.value,
        attempts=0,
    )
    session.add(row)
    await session.flush()
    return row


async def _attempts(session: AsyncSession, to: Destination, message: Message) -> int:
    tried = delivery_attempts.c
    latest = select(func.max(tried.attempt)).where(
        tried.outbox_id == message.outbox_id, tried.destination == to.name
    )
    return int(await session.scalar(latest) or 0)


def _relay_of(service: str, message: Message) -> Caller:
    """Our own hand, under the correlation of the request that wrote the event."""
    return Caller(
        subject=RELAY_SUBJECT,
        roles=frozenset(),
        scopes=frozenset(),
        partner_id=None,
        acting_service=f"svc:{service}",
        request_id=context_of(message.request_id, message.traceparent).request_id,
    )
