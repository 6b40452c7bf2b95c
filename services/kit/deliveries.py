"""The outbox as its relay sees it: what is still to be told to whom, and what came of trying."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple, Protocol
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Float,
    ScalarSelect,
    cast,
    exists,
    extract,
    func,
    insert,
    literal,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.selectable import LateralFromClause

from services.kit.ledgers import DETAIL_LENGTH_MAX, TransactionId, outbox, outbox_deliveries

BACKOFF_FIRST_S: Final = 1
BACKOFF_MAX_S: Final = 300
BACKOFF_DOUBLINGS_MAX: Final = 10
AGGREGATES_PER_SWEEP_MAX: Final = 200


class Outcome(StrEnum):
    """What came of one attempt; the table's CHECK repeats these words."""

    DELIVERED = "delivered"  # taken, now or before: never sent again
    REFUSED = "refused"  # answered, and the answer was no
    FAILED = "failed"  # no usable answer; it may have arrived


@dataclass(frozen=True, slots=True)
class Delivery:
    """One attempt: its outcome, the HTTP status if there was one, and why it did not succeed."""

    outcome: Outcome
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


class Due(NamedTuple):
    """The next message of one aggregate, and how many seconds are left before it may be tried."""

    message: Message
    wait_s: float


class Announced(NamedTuple):
    """One of the events a job wakes the relay for."""

    outbox_id: UUID
    aggregate_id: UUID
    topic: str


async def next_due(connection: AsyncConnection, to: Destination, aggregate_id: UUID) -> Due | None:
    """The lowest event of the aggregate that `to` has not taken, if there is one."""
    last = _last_attempt(to, outbox.c.outbox_id)
    found = (
        (
            await connection.execute(
                select(outbox, _sent_before(to).label("after"), _wait_s(last).label("wait_s"))
                .join_from(outbox, last, true(), isouter=True)
                .where(outbox.c.aggregate_id == aggregate_id, _untold(to))
                .order_by(outbox.c.sequence)
                .limit(1)
            )
        )
        .mappings()
        .one_or_none()
    )
    if found is None:
        return None
    message = Message(**{field.name: found[field.name] for field in fields(Message)})
    return Due(message, found["wait_s"] or 0)


async def record(
    connection: AsyncConnection, to: Destination, message: Message, delivery: Delivery
) -> None:
    """Write down one attempt, numbered after those before it."""
    tried = outbox_deliveries.c
    attempt = (
        select(func.coalesce(func.max(tried.attempt), 0) + 1)
        .where(tried.outbox_id == message.outbox_id, tried.destination == to.name)
        .scalar_subquery()
    )
    await connection.execute(
        insert(outbox_deliveries).values(
            outbox_id=message.outbox_id,
            destination=to.name,
            attempt=attempt,
            outcome=delivery.outcome.value,
            status=delivery.status,
            detail=delivery.detail[:DETAIL_LENGTH_MAX],
        )
    )


async def floor_xid(connection: AsyncConnection, to: Destination, since_xid: int) -> int:
    """A transaction number below which nothing is left to tell `to`, given that for `since_xid`.

    Found in one snapshot: what runs at this moment is above it, what it then commits is seen.
    """
    recorded = outbox.c.recorded_xid
    oldest = (
        select(recorded)
        .where(recorded >= literal(since_xid, TransactionId), _untold(to))
        .order_by(recorded)
        .limit(1)
        .scalar_subquery()
    )
    running = func.pg_snapshot_xmin(func.pg_current_snapshot(), type_=TransactionId)
    floor = await connection.scalar(select(func.least(oldest, running, type_=TransactionId)))
    return int(floor or since_xid)


async def waiting(connection: AsyncConnection, to: Destination, since_xid: int) -> list[UUID]:
    """Aggregates with something for `to` since `since_xid` that may be tried now, oldest first."""
    heads = (
        select(outbox.c.outbox_id, outbox.c.aggregate_id, outbox.c.created_at)
        .ext(distinct_on(outbox.c.aggregate_id))
        .where(outbox.c.recorded_xid >= literal(since_xid, TransactionId), _untold(to))
        .order_by(outbox.c.aggregate_id, outbox.c.sequence)
        .cte("heads")
    )
    last = _last_attempt(to, heads.c.outbox_id)
    found = await connection.scalars(
        select(heads.c.aggregate_id)
        .join_from(heads, last, true(), isouter=True)
        .where(func.coalesce(_wait_s(last), 0) <= 0)
        .order_by(heads.c.created_at)
        .limit(AGGREGATES_PER_SWEEP_MAX)
    )
    return list(found)


async def told_together(connection: AsyncConnection, outbox_id: UUID) -> list[Announced]:
    """Every event written in the transaction of event `outbox_id`."""
    theirs = select(outbox.c.recorded_xid).where(outbox.c.outbox_id == outbox_id)
    found = await connection.execute(
        select(outbox.c.outbox_id, outbox.c.aggregate_id, outbox.c.topic).where(
            outbox.c.recorded_xid == theirs.scalar_subquery()
        )
    )
    return [Announced(*row) for row in found]


def _untold(to: Destination) -> ColumnElement[bool]:
    tried = outbox_deliveries.c
    taken = exists().where(
        tried.outbox_id == outbox.c.outbox_id,
        tried.destination == to.name,
        tried.outcome == Outcome.DELIVERED.value,
    )
    return outbox.c.topic.in_(sorted(to.topics)) & ~taken


def _sent_before(to: Destination) -> ScalarSelect[int]:
    prior = outbox.alias("prior")
    return (
        select(func.coalesce(func.max(prior.c.sequence), 0))
        .where(
            prior.c.aggregate_id == outbox.c.aggregate_id,
            prior.c.topic.in_(sorted(to.topics)),
            prior.c.sequence < outbox.c.sequence,
        )
        .scalar_subquery()
    )


def _last_attempt(to: Destination, outbox_id: ColumnElement[UUID]) -> LateralFromClause:
    tried = outbox_deliveries.c
    return (
        select(tried.attempt, tried.attempted_at)
        .where(tried.outbox_id == outbox_id, tried.destination == to.name)
        .order_by(tried.attempt.desc())
        .limit(1)
        .lateral("last")
    )


def _wait_s(last: LateralFromClause) -> ColumnElement[float]:
    """Seconds of back-off left since the last attempt: doubling from the first, up to the cap."""
    doublings = func.least(last.c.attempt - 1, BACKOFF_DOUBLINGS_MAX)
    backoff_s = func.least(BACKOFF_FIRST_S * func.power(2, doublings), BACKOFF_MAX_S)
    since_s = extract("epoch", func.clock_timestamp() - last.c.attempted_at)
    return cast(backoff_s - since_s, Float)
