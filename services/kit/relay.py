"""Telling others what the outbox holds: each aggregate's story in order, to each who listens.

A relay tells one aggregate to one destination while it holds a session-level advisory lock on
that pair, on a connection of its own outside any transaction. A lock, not a lease row: when the
process or its connection dies, the lock is gone at once, and what can no longer be recorded
under it is told again. Two relays thus never tell the same story side by side, and a receiver
sees a message twice at worst. (Session-level locks want a direct connection, not a pooler that
shares connections between transactions.)

A message that is not taken holds back the rest of its aggregate and nobody else. It is tried
again after a back-off, by the job that announced it or by the sweep that finds what no job
announces any more, until patience is over: then it is parked, and a person has to look. Each
attempt is written down before the call, so that a message that kills its worker is counted too.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.kit import metrics, telemetry
from services.kit.backlog import (
    backlog,
    begin,
    floor_xid,
    next_due,
    record,
    told_together,
    waiting,
)
from services.kit.database import Sessions
from services.kit.deliveries import Delivery, DeliveryOutcome, Destination, Message
from services.kit.errors import DomainError
from services.kit.failpoints import KitPoint, reached
from services.kit.ledgers import SCHEMA_OPTION
from services.kit.locks import lock_key
from services.kit.parked.parking import park
from services.kit.patience import Patience

DELIVERY_TIMEOUT_S: Final = 15.0
MESSAGES_PER_TURN_MAX: Final = 100
# Each story being told holds one connection of the pool.
STORIES_AT_ONCE_MAX: Final = 4
BUSY_RETRY_S: Final = 1.0


class Held(NamedTuple):
    """Where a story stopped: at this message (None: another relay is telling it), for so long."""

    outbox_id: UUID | None
    wait_s: float


class Relay:
    """Tells the events of one service's outbox to `destinations`."""

    def __init__(
        self,
        sessions: Sessions,
        destinations: Sequence[Destination],
        patience: Patience | None = None,
    ) -> None:
        self._sessions = sessions
        self._destinations = tuple(destinations)
        self._patience = patience or Patience()
        self._floors = {to.name: 0 for to in destinations}
        self._turns = asyncio.Semaphore(STORIES_AT_ONCE_MAX)

    async def wake(self, outbox_id: UUID) -> float | None:
        """Tell what was committed together with event `outbox_id`.

        Returns None when nothing of it needs this wake-up any more, else the seconds until it
        should be repeated.
        """
        async with self._connection() as connection:
            announced = await told_together(connection, outbox_id)
        held = await self._tell_all(
            {
                (to.name, event.aggregate_id): (to, event.aggregate_id)
                for to in self._destinations
                for event in announced
                if event.topic in to.topics
            }.values()
        )
        # A story held at an earlier message is woken by that message's own job, or by the sweep.
        ours = {None, *(event.outbox_id for event in announced)}
        return min((story.wait_s for story in held if story.outbox_id in ours), default=None)

    async def sweep(self) -> None:
        """Tell whatever is due and was announced by no job that still lives."""
        for to in self._destinations:
            async with self._connection() as connection:
                floor = await floor_xid(connection, to, self._floors[to.name])
                self._floors[to.name] = floor
                aggregates = await waiting(connection, to, floor, self._patience)
            await self._tell_all((to, aggregate_id) for aggregate_id in aggregates)

    async def measure(self) -> None:
        """Show how old the oldest untold event of each destination is, and how many are parked."""
        for to in self._destinations:
            async with self._connection() as connection:
                left = await backlog(connection, to, self._floors[to.name])
                service = _service_of(connection)
            metrics.observe_backlog(service, to.name, left.oldest_s, left.parked)

    async def _tell_all(self, stories: Iterable[tuple[Destination, UUID]]) -> list[Held]:
        async with asyncio.TaskGroup() as turns:
            told = [turns.create_task(self._tell(*story)) for story in stories]
        return [held for turn in told if (held := turn.result()) is not None]

    async def _tell(self, to: Destination, aggregate_id: UUID) -> Held | None:
        async with (
            self._turns,
            self._connection() as connection,
            _alone(connection, to, aggregate_id) as is_ours,
        ):
            if not is_ours:
                return Held(None, BUSY_RETRY_S)
            return await self._tell_in_order(connection, to, aggregate_id)

    async def _tell_in_order(
        self, connection: AsyncConnection, to: Destination, aggregate_id: UUID
    ) -> Held | None:
        """Tell the aggregate's messages, lowest first, until one is not taken or none is left."""
        for _ in range(MESSAGES_PER_TURN_MAX):
            due = await next_due(connection, to, aggregate_id, self._patience)
            if due is None:
                return None
            if self._patience.is_over(due.attempts, due.refusals):
                await park(self._sessions, to, due, _service_of(connection))
                await reached(KitPoint.DELIVERY_PARKED)
                return None
            if due.wait_s > 0:
                return Held(due.message.outbox_id, due.wait_s)
            attempt = await begin(connection, to, due.message)
            await reached(KitPoint.DELIVERY_BEGUN)
            delivery = await _attempt(to, due.message)
            await reached(KitPoint.DELIVERY_MADE)
            await record(connection, to, due.message, attempt, delivery)
            await reached(KitPoint.DELIVERY_RECORDED)
            metrics.observe_delivery(_service_of(connection), to.name, delivery.outcome)
        return Held(None, 0.0)

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[AsyncConnection]:
        """A connection on which each statement stands alone: no transaction stays open."""
        async with self._sessions() as session:
            yield await session.connection(execution_options={"isolation_level": "AUTOCOMMIT"})


@asynccontextmanager
async def _alone(
    connection: AsyncConnection, to: Destination, aggregate_id: UUID
) -> AsyncIterator[bool]:
    """Whether this connection is now the only one telling the aggregate to `to`."""
    lock = lock_key("relay", _service_of(connection), to.name, str(aggregate_id))
    try:
        is_ours = bool(await connection.scalar(select(func.pg_try_advisory_lock(lock))))
        yield is_ours
        if is_ours:
            await connection.scalar(select(func.pg_advisory_unlock(lock)))
    except BaseException:
        # The connection may still hold the lock; back in the pool it would keep it for long.
        await connection.invalidate()
        raise


async def _attempt(to: Destination, message: Message) -> Delivery:
    """One try, never an exception: whatever goes wrong is an outcome to be written down."""
    context = telemetry.context_of(message.request_id, message.traceparent)
    try:
        with telemetry.entered(context):
            async with asyncio.timeout(DELIVERY_TIMEOUT_S):
                return await to.deliver(message)
    except DomainError as error:
        return Delivery(DeliveryOutcome.FAILED, detail=error.code)
    except Exception as error:
        return Delivery(DeliveryOutcome.FAILED, detail=type(error).__name__)


def _service_of(connection: AsyncConnection) -> str:
    return str(connection.engine.get_execution_options().get(SCHEMA_OPTION))
