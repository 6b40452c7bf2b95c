"""A worker's loop over its queue: own connection, jobs retried with back-off, a stop in time.

A lost connection ends the queue's run; it begins anew on another, after a pause that doubles.
A job that a stop cuts short goes back into the queue: the library would drop it as cancelled.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

import asyncpg
from pgqueuer.core.executors import (
    AbstractEntrypointExecutor,
    DatabaseRetryEntrypointExecutor,
    EntrypointExecutorParameters,
)
from pgqueuer.core.qm import QueueManager
from pgqueuer.domain.errors import RetryRequested
from pgqueuer.domain.models import Job

from services.kit.database import CONNECT_TIMEOUT_S, server_settings
from services.kit.errors import DatabaseUnavailable
from services.kit.failpoints import KitPoint, reached
from services.kit.queue import queue_on, queue_settings

# What is done with a job's payload; it may be done again with the same one.
Work = Callable[[bytes], Awaitable[None]]

BATCH_MAX: Final = 10
JOBS_AT_ONCE_MAX: Final = 20
POLL_EVERY_S: Final = 2.0  # a job put back for later is announced by nobody
HEARTBEAT_TIMEOUT_S: Final = 30.0  # after it a dead worker's job is another's
COMMAND_TIMEOUT_S: Final = 20.0
ATTEMPTS_MAX: Final = 20  # over an hour of back-off; then the job is held for a person
RETRY_FIRST_S: Final = 1.0
RETRY_MAX_S: Final = 300.0
RECONNECT_FIRST_S: Final = 0.5
RECONNECT_MAX_S: Final = 15.0

_log = logging.getLogger("xiaowei.jobs")


class Again(Exception):
    """Raised by a job that wants to be run again, after `wait_s` seconds, however often."""

    def __init__(self, wait_s: float) -> None:
        super().__init__(f"again in {wait_s:.1f} s")
        self.wait_s = wait_s


@dataclass
class JobLoop:
    """Runs the jobs of one service's queue until it is stopped; `entrypoints` are its kinds."""

    url: str
    schema: str
    entrypoints: Mapping[str, Work]
    _stopping: asyncio.Event = field(default_factory=asyncio.Event, init=False)
    _overdue: asyncio.Event = field(default_factory=asyncio.Event, init=False)
    _queue: QueueManager | None = field(default=None, init=False)

    async def run(self) -> None:
        """Work until `stop`; returns when the jobs begun have ended."""
        pause_s = RECONNECT_FIRST_S
        clock = asyncio.get_running_loop().time
        while not self._stopping.is_set():
            began_s = clock()
            try:
                async with self._connection() as connection:
                    await self._serve(connection)
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                _log.warning("queue lost its connection", extra={"cause": type(error).__name__})
            except Exception:
                _log.exception("queue failed")
            if clock() - began_s > RECONNECT_MAX_S:
                pause_s = RECONNECT_FIRST_S
            await is_set_within(self._stopping, pause_s)
            pause_s = min(2 * pause_s, RECONNECT_MAX_S)

    async def check(self) -> None:
        """Readiness: raises DatabaseUnavailable while there is no queue to listen to."""
        if self._queue is None:
            raise DatabaseUnavailable

    def stop(self) -> None:
        """Begin no more jobs; those begun may end."""
        self._stopping.set()
        if self._queue is not None:
            self._queue.shutdown.set()

    def cut_short(self) -> None:
        """Put the jobs that still run back into the queue."""
        self._overdue.set()

    @contextlib.asynccontextmanager
    async def _connection(self) -> AsyncIterator[asyncpg.Connection]:
        connection = await asyncpg.connect(
            self.url,
            timeout=CONNECT_TIMEOUT_S,
            command_timeout=COMMAND_TIMEOUT_S,
            server_settings=dict(server_settings(self.schema)),
        )
        try:
            yield connection
        finally:
            # An orderly goodbye may hang on a connection that is half dead.
            connection.terminate()

    async def _serve(self, connection: asyncpg.Connection) -> None:
        queue = QueueManager(queue_on(connection, self.schema), queue_settings(self.schema).channel)
        for name, work in self.entrypoints.items():
            queue.entrypoint(
                name, accepts_context=False, on_failure="hold", executor_factory=_with_back_off
            )(self._job(work))
        connection.add_termination_listener(lambda _: queue.shutdown.set())
        self._queue = queue
        if self._stopping.is_set():
            queue.shutdown.set()
        try:
            await queue.run(
                dequeue_timeout=timedelta(seconds=POLL_EVERY_S),
                batch_size=BATCH_MAX,
                max_concurrent_tasks=JOBS_AT_ONCE_MAX,
                shutdown_on_listener_failure=True,
                heartbeat_timeout=timedelta(seconds=HEARTBEAT_TIMEOUT_S),
            )
        finally:
            self._queue = None

    def _job(self, work: Work) -> Callable[[Job], Awaitable[None]]:
        async def run(job: Job) -> None:
            working = asyncio.ensure_future(_flanked(work, job.payload or b""))
            overdue = asyncio.create_task(self._overdue.wait())
            try:
                await asyncio.wait({working, overdue}, return_when=asyncio.FIRST_COMPLETED)
                if not working.done():
                    raise RetryRequested(reason="stopped")
                await working
            except Again as again:
                raise RetryRequested(timedelta(seconds=again.wait_s), "again") from again
            finally:
                await _cancelled(working, overdue)

        return run


async def is_set_within(event: asyncio.Event, seconds: float) -> bool:
    """Whether `event` is set before `seconds` have gone by; returns as soon as it is."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
    return event.is_set()


async def _cancelled(*tasks: asyncio.Future[None] | asyncio.Task[bool]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _flanked(work: Work, payload: bytes) -> None:
    await reached(KitPoint.JOB_TAKEN)
    await work(payload)
    await reached(KitPoint.JOB_DONE)


def _with_back_off(parameters: EntrypointExecutorParameters) -> AbstractEntrypointExecutor:
    return DatabaseRetryEntrypointExecutor(
        parameters,
        max_attempts=ATTEMPTS_MAX,
        initial_delay=timedelta(seconds=RETRY_FIRST_S),
        max_delay=timedelta(seconds=RETRY_MAX_S),
    )
