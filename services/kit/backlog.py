"""The outbox as its relay sees it: what is still to be told to whom, and what came of trying.

An attempt is written down before the call and its outcome after it, so that a message that kills
its worker is counted like any other. What was parked, and what follows it in its aggregate, is
not to be told until a person says so.
"""

from dataclasses import fields
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Float,
    ScalarSelect,
    and_,
    cast,
    exists,
    extract,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    union,
    update,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.selectable import LateralFromClause

from services.kit.deliveries import Delivery, DeliveryOutcome, Destination, Message
from services.kit.ledgers import (
    DETAIL_LENGTH_MAX,
    TransactionId,
    delivery_attempts,
    outbox,
    outbox_deliveries,
    parked_deliveries,
)
from services.kit.patience import BACKOFF_DOUBLINGS_MAX, BACKOFF_FIRST_S, Patience

AGGREGATES_PER_SWEEP_MAX: Final = 200


class Due(NamedTuple):
    """The next message of one aggregate, and how many seconds are left before it may be tried.

    `attempts` and `refusals` are those since a person last said to try again.
    """

    message: Message
    wait_s: float
    attempts: int
    refusals: int


class Announced(NamedTuple):
    """One of the events a job wakes the relay for."""

    outbox_id: UUID
    aggregate_id: UUID
    topic: str


class Backlog(NamedTuple):
    """What one destination was not told yet: how old the oldest of it is, how much is parked."""

    oldest_s: float
    parked: int


async def next_due(
    connection: AsyncConnection, to: Destination, aggregate_id: UUID, patience: Patience
) -> Due | None:
    """The lowest event of the aggregate that `to` is still to be told, if there is one."""
    tries = _tries(to, outbox.c.outbox_id)
    statement = (
        select(
            outbox,
            _sent_before(to).label("after"),
            _wait_s(tries, patience).label("wait_s"),
            tries.c.attempts,
            tries.c.refusals,
        )
        .join_from(outbox, tries, true())
        .where(outbox.c.aggregate_id == aggregate_id, _untold(to))
        .order_by(outbox.c.sequence)
        .limit(1)
    )
    found = (await connection.execute(statement)).mappings().one_or_none()
    if found is None:
        return None
    message = Message(**{field.name: found[field.name] for field in fields(Message)})
    return Due(message, found["wait_s"] or 0, found["attempts"], found["refusals"])


async def begin(connection: AsyncConnection, to: Destination, message: Message) -> int:
    """Write down that an attempt begins; its number, which follows those before it."""
    tried = delivery_attempts.c
    following = (
        select(func.coalesce(func.max(tried.attempt), 0) + 1)
        .where(tried.outbox_id == message.outbox_id, tried.destination == to.name)
        .scalar_subquery()
    )
    begun = await connection.scalar(
        insert(delivery_attempts)
        .values(outbox_id=message.outbox_id, destination=to.name, attempt=following)
        .returning(tried.attempt)
    )
    return int(begun or 0)


async def record(
    connection: AsyncConnection,
    to: Destination,
    message: Message,
    attempt: int,
    delivery: Delivery,
) -> None:
    """Write down what came of an attempt; what was parked and is taken now, is parked no more."""
    statement = insert(outbox_deliveries).values(
        outbox_id=message.outbox_id,
        destination=to.name,
        attempt=attempt,
        outcome=delivery.outcome.value,
        status=delivery.status,
        detail=delivery.detail[:DETAIL_LENGTH_MAX],
    )
    if delivery.outcome is DeliveryOutcome.DELIVERED:
        statement = statement.add_cte(
            update(parked_deliveries)
            .where(
                parked_deliveries.c.outbox_id == message.outbox_id,
                parked_deliveries.c.destination == to.name,
            )
            .values(
                status="delivered",
                attempts=attempt,
                version=parked_deliveries.c.version + 1,
                updated_at=func.clock_timestamp(),
            )
            .returning(parked_deliveries.c.delivery_id)
            .cte("unparked")
        )
    await connection.execute(statement)


async def floor_xid(connection: AsyncConnection, to: Destination, since_xid: int) -> int:
    """A transaction number below which nothing is left to tell `to`, given that for `since_xid`.

    Found in one snapshot: what runs at this moment is above it, what it then commits is seen.
    """
    oldest = select(outbox.c.recorded_xid).where(*_since(to, since_xid))
    oldest = oldest.order_by(outbox.c.recorded_xid).limit(1)
    running = func.pg_snapshot_xmin(func.pg_current_snapshot(), type_=TransactionId)
    lower = func.least(oldest.scalar_subquery(), running, type_=TransactionId)
    floor = await connection.scalar(select(lower))
    return int(floor or since_xid)


async def waiting(
    connection: AsyncConnection, to: Destination, since_xid: int, patience: Patience
) -> list[UUID]:
    """Aggregates with something for `to` that may be tried now, oldest first.

    What is older than `since_xid` is looked at where something of it was parked once: it may
    have been passed over while it waited for a person.
    """
    columns = (outbox.c.outbox_id, outbox.c.aggregate_id, outbox.c.sequence, outbox.c.created_at)
    parked = select(parked_deliveries.c.aggregate_id)
    parked = parked.where(parked_deliveries.c.destination == to.name)
    untold = union(
        select(*columns).where(*_since(to, since_xid)),
        select(*columns).where(outbox.c.aggregate_id.in_(parked), _untold(to)),
    ).cte("untold")
    heads = (
        select(untold.c.outbox_id, untold.c.aggregate_id, untold.c.created_at)
        .ext(distinct_on(untold.c.aggregate_id))
        .order_by(untold.c.aggregate_id, untold.c.sequence)
        .cte("heads")
    )
    tries = _tries(to, heads.c.outbox_id)
    found = await connection.scalars(
        select(heads.c.aggregate_id)
        .join_from(heads, tries, true())
        .where(func.coalesce(_wait_s(tries, patience), 0) <= 0)
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


async def backlog(connection: AsyncConnection, to: Destination, since_xid: int) -> Backlog:
    """What `to` was not told yet, given that nothing older than `since_xid` is left."""
    age_s = cast(extract("epoch", func.clock_timestamp() - outbox.c.created_at), Float)
    oldest = select(age_s).where(*_since(to, since_xid)).order_by(outbox.c.recorded_xid).limit(1)
    parked = select(func.count()).where(
        parked_deliveries.c.destination == to.name, parked_deliveries.c.status == "parked"
    )
    return Backlog(
        max(0.0, await connection.scalar(oldest) or 0.0), int(await connection.scalar(parked) or 0)
    )


def _since(to: Destination, since_xid: int) -> tuple[ColumnElement[bool], ...]:
    return (outbox.c.recorded_xid >= literal(since_xid, TransactionId), _untold(to))


def _untold(to: Destination) -> ColumnElement[bool]:
    """Neither taken by `to`, nor parked, nor behind something of its aggregate that is."""
    tried, parked = outbox_deliveries.c, parked_deliveries.c
    taken = exists().where(
        tried.outbox_id == outbox.c.outbox_id,
        tried.destination == to.name,
        tried.outcome == DeliveryOutcome.DELIVERED.value,
    )
    held = exists().where(
        parked.destination == to.name,
        parked.aggregate_id == outbox.c.aggregate_id,
        parked.sequence <= outbox.c.sequence,
        parked.status == "parked",
    )
    return outbox.c.topic.in_(sorted(to.topics)) & ~taken & ~held


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


def _tries(to: Destination, outbox_id: ColumnElement[UUID]) -> LateralFromClause:
    """The attempts at one event that were not forgiven: how many, how many in vain, and when."""
    begun, ended, parked = delivery_attempts.c, outbox_deliveries.c, parked_deliveries.c
    forgiven = (
        select(func.max(parked.forgiven_attempts))
        .where(parked.outbox_id == begun.outbox_id, parked.destination == begun.destination)
        .scalar_subquery()
    )
    is_its_end = and_(
        ended.outbox_id == begun.outbox_id,
        ended.destination == begun.destination,
        ended.attempt == begun.attempt,
    )
    in_vain = or_(ended.outcome.is_(None), ended.outcome == DeliveryOutcome.REFUSED.value)
    return (
        select(
            func.count().label("attempts"),
            func.count().filter(in_vain).label("refusals"),
            func.greatest(func.max(begun.started_at), func.max(ended.attempted_at)).label("at"),
        )
        .select_from(delivery_attempts.outerjoin(outbox_deliveries, is_its_end))
        .where(
            begun.outbox_id == outbox_id,
            begun.destination == to.name,
            begun.attempt > func.coalesce(forgiven, 0),
        )
        .lateral("tries")
    )


def _wait_s(tries: LateralFromClause, patience: Patience) -> ColumnElement[float]:
    """Seconds of back-off left since the last attempt: doubling from the first, up to the cap."""
    doublings = func.least(func.greatest(tries.c.attempts - 1, 0), BACKOFF_DOUBLINGS_MAX)
    backoff_s = func.least(BACKOFF_FIRST_S * func.power(2, doublings), patience.backoff_max_s)
    since_s = extract("epoch", func.clock_timestamp() - tries.c.at)
    return cast(backoff_s - since_s, Float)
