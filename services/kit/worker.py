"""A service's second process: its queue, its relay, its seals, and whatever it adds to them.

A worker has no API, only the ops port. It restarts its queue on a lost connection, and on
SIGTERM it ends within `GRACE_S` + `CUT_SHORT_S`, with what it could not finish back in the queue.
"""

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from services.kit.database import (
    Sessions,
    database_ready,
    make_engine,
    make_sessions,
)
from services.kit.deliveries import Destination
from services.kit.errors import DatabaseUnavailable
from services.kit.grants import UnfitGrants, assert_runtime_grants
from services.kit.health import Readiness
from services.kit.jobs import Again, JobLoop, Work, is_set_within
from services.kit.queue import RELAY_ENTRYPOINT, forget_old_log
from services.kit.relay import Relay
from services.kit.seal_export import SealExport
from services.kit.seals import seal_once
from services.kit.server import ops_server, stop_event
from services.kit.settings import EXIT_CONFIG, ServiceSettings

SEAL_EVERY_S: Final = 60.0
SWEEP_EVERY_S: Final = 10.0
MEASURE_EVERY_S: Final = 15.0
FORGET_EVERY_S: Final = 3_600.0
RELAY_RETRY_S: Final = 5.0
GRANTS_RETRY_S: Final = 1.0
GRACE_S: Final = 4.0  # for what is being done at the time of a stop
CUT_SHORT_S: Final = 2.0  # for putting back what was not done by then

_log = logging.getLogger("xiaowei.worker")


@dataclass(frozen=True, slots=True)
class Periodic:
    """Something done again and again, `every_s` seconds after it was done last.

    Each worker of a service does it: it has to be such that two at once do no harm.
    """

    name: str
    every_s: float
    run: Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties:
    """What a service's worker does besides sealing: whom it tells, its jobs, its rounds.

    `closing` is awaited after the last of it, in order: connections to neighbours, say.
    """

    destinations: Sequence[Destination] = ()
    entrypoints: Mapping[str, Work] = field(default_factory=dict)
    periodic: Sequence[Periodic] = ()
    closing: Sequence[Callable[[], Awaitable[object]]] = ()


def no_duties(_sessions: Sessions, _settings: object = None) -> Duties:
    """The duties of a service that tells nobody and has no jobs of its own."""
    return Duties()


async def run_worker(
    *,
    service: str,
    settings: ServiceSettings,
    duties: Callable[[Sessions], Duties] = no_duties,
) -> None:
    """Work until a signal says stop.

    Exits with 78 and plain lines when the database role has the wrong rights.
    """
    stopping = stop_event()
    engine = make_engine(
        settings.database_url.get_secret_value(), schema=service, settings=settings
    )
    sessions = make_sessions(engine)
    own = duties(sessions)
    relay = Relay(sessions, own.destinations, settings.patience)
    jobs = JobLoop(
        settings.database_url.get_secret_value(),
        service,
        {RELAY_ENTRYPOINT: relaying(relay), **own.entrypoints},
    )
    export = SealExport(settings.seal_export_file)
    rounds = (
        Periodic("seal", SEAL_EVERY_S, lambda: seal_once(sessions, export)),
        Periodic("sweep", SWEEP_EVERY_S, relay.sweep),
        Periodic("measure", MEASURE_EVERY_S, relay.measure),
        Periodic("forget", FORGET_EVERY_S, lambda: forget_old_log(sessions)),
        *own.periodic,
    )
    readiness = Readiness({"database": lambda: database_ready(engine), "queue": jobs.check})
    try:
        async with ops_server(readiness, host=settings.host, port=settings.worker_ops_port):
            if await _has_its_grants(engine, stopping):
                await _work(jobs, rounds, readiness, stopping)
    finally:
        for close in own.closing:
            await close()
        await engine.dispose()


async def _work(
    jobs: JobLoop, rounds: Iterable[Periodic], readiness: Readiness, stopping: asyncio.Event
) -> None:
    tasks = {asyncio.create_task(jobs.run())}
    tasks |= {asyncio.create_task(_repeat(each, stopping)) for each in rounds}
    await stopping.wait()
    readiness.is_stopping = True
    jobs.stop()
    _, late = await asyncio.wait(tasks, timeout=GRACE_S)
    if late:
        jobs.cut_short()
        _, late = await asyncio.wait(late, timeout=CUT_SHORT_S)
    for task in late:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _repeat(periodic: Periodic, stopping: asyncio.Event) -> None:
    while not stopping.is_set():
        try:
            await periodic.run()
        except DatabaseUnavailable:
            _log.warning("round put off: no database", extra={"round": periodic.name})
        except Exception:
            _log.exception("round failed", extra={"round": periodic.name})
        await is_set_within(stopping, periodic.every_s)


def relaying(relay: Relay) -> Work:
    """The job that wakes `relay`; it is repeated until its event needs no waking any more."""

    async def work(outbox_id: bytes) -> None:
        try:
            wait_s = await relay.wake(UUID(bytes=outbox_id))
        except Exception as error:
            # The event stays in the outbox whatever happens; so should what announces it.
            _log.warning("relay failed", exc_info=error)
            raise Again(RELAY_RETRY_S) from error
        if wait_s is not None:
            raise Again(wait_s)

    return work


async def _has_its_grants(engine: AsyncEngine, stopping: asyncio.Event) -> bool:
    """Whether to begin: as soon as the database says the rights are right; not after a stop."""
    while not stopping.is_set():
        try:
            await assert_runtime_grants(engine)
        except UnfitGrants as error:
            sys.stderr.write(f"{error}\n")
            raise SystemExit(EXIT_CONFIG) from error
        except DatabaseUnavailable:
            await is_set_within(stopping, GRANTS_RETRY_S)
        else:
            return True
    return False
