"""A service's second process: its queue, its relay, its seals, and whatever it adds to them.

A worker has no API, only the ops port. It restarts its queue on a lost connection, and on
SIGTERM it ends within `GRACE_S` + `CUT_SHORT_S`, with what it could not finish back in the queue.
"""

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from services.kit.arming import arm_process
from services.kit.beginning import Unfit, may_begin
from services.kit.clock import Clock, SandboxClock, SystemClock
from services.kit.database import (
    Sessions,
    database_ready,
    make_engine,
    make_sessions,
)
from services.kit.deliveries import Destination
from services.kit.errors import DatabaseUnavailable
from services.kit.field_keys import FieldKeys
from services.kit.health import Readiness
from services.kit.jobs import Again, JobLoop, Work, is_set_within
from services.kit.metrics import begin_rounds, observe_failed_round
from services.kit.queue import RELAY_ENTRYPOINT, forget_old_log
from services.kit.relay import Relay
from services.kit.sandbox.day_closer import CLOSE_DAYS, DayCloser
from services.kit.sandbox.day_rounds import DayRound
from services.kit.sandbox.follower import ClockFollower, follower_of
from services.kit.seal_export import SealExport
from services.kit.seals import seal_once
from services.kit.server import ops_server, stop_event
from services.kit.settings import EXIT_CONFIG, ServiceSettings

SEAL_EVERY_S: Final = 60.0
SWEEP_EVERY_S: Final = 10.0
MEASURE_EVERY_S: Final = 15.0
FORGET_EVERY_S: Final = 3_600.0
CLOSE_DAYS_EVERY_S: Final = 5.0
RELAY_RETRY_S: Final = 5.0
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

    `day_rounds` are run in this order on each business day and again and again through it.
    `closing` is awaited after the last of it, in order: connections to neighbours, say.
    """

    destinations: Sequence[Destination] = ()
    entrypoints: Mapping[str, Work] = field(default_factory=dict)
    periodic: Sequence[Periodic] = ()
    day_rounds: Sequence[DayRound] = ()
    closing: Sequence[Callable[[], Awaitable[object]]] = ()


def no_duties(_sessions: Sessions, _settings: object, _clock: Clock) -> Duties:
    """The duties of a service that tells nobody and has no jobs of its own."""
    return Duties()


async def run_worker(
    *,
    service: str,
    settings: ServiceSettings,
    duties: Callable[[Sessions, Clock], Duties],
) -> None:
    """Work until a signal says stop.

    `duties` is handed the clock that use cases get: the machine's, or in sandbox mode the one that
    is moved with the deployment's before each job and round.

    Exits with 78 and plain lines on wrong rights or keys. Raises FieldKeysUnusable.
    """
    stopping = stop_event()
    arm_process(settings)
    engine = make_engine(
        settings.database_url.get_secret_value(), schema=service, settings=settings
    )
    sessions = make_sessions(engine)
    clock = SandboxClock() if settings.sandbox else SystemClock()
    follower = follower_of(sessions, clock)
    own = duties(sessions, clock)
    relay = Relay(sessions, own.destinations, settings.patience)
    entrypoints = {RELAY_ENTRYPOINT: relaying(relay), **own.entrypoints}
    own_rounds = [*own.periodic, *(daily(each, clock) for each in own.day_rounds)]
    if follower is not None:
        closer = DayCloser(follower, own.day_rounds)
        entrypoints = following_jobs(follower, entrypoints) | {CLOSE_DAYS: closer.work}
        own_rounds = [
            *following_rounds(follower, own_rounds),
            Periodic("sandbox days", CLOSE_DAYS_EVERY_S, closer.run),
        ]
    jobs = JobLoop(settings.database_url.get_secret_value(), service, entrypoints)
    export = SealExport(settings.seal_export_file)
    rounds = (
        Periodic("seal", SEAL_EVERY_S, lambda: seal_once(sessions, export)),
        Periodic("sweep", SWEEP_EVERY_S, relay.sweep),
        Periodic("measure", MEASURE_EVERY_S, relay.measure),
        Periodic("forget", FORGET_EVERY_S, lambda: forget_old_log(sessions)),
        *own_rounds,
    )
    readiness = Readiness({"database": lambda: database_ready(engine), "queue": jobs.check})
    try:
        async with ops_server(readiness, host=settings.host, port=settings.worker_ops_port):
            if await _may_work(engine, settings, stopping):
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
    begin_rounds(periodic.name)
    while not stopping.is_set():
        try:
            await periodic.run()
        except DatabaseUnavailable:
            _log.warning("round put off: no database", extra={"round": periodic.name})
        except Exception:
            observe_failed_round(periodic.name)
            _log.exception("round failed", extra={"round": periodic.name})
        await is_set_within(stopping, periodic.every_s)


def daily(day_round: DayRound, clock: Clock) -> Periodic:
    """A day round as time brings it."""
    return Periodic(day_round.name, day_round.every_s, lambda: day_round.run(clock.today()))


def following_rounds(follower: ClockFollower, rounds: Iterable[Periodic]) -> list[Periodic]:
    """`rounds`, each with its clock moved to where the deployment's stands."""

    def moved(run: Callable[[], Awaitable[object]]) -> Callable[[], Awaitable[object]]:
        async def follow_and_run() -> None:
            await follower.follow()
            await run()

        return follow_and_run

    return [replace(each, run=moved(each.run)) for each in rounds]


def following_jobs(follower: ClockFollower, jobs: Mapping[str, Work]) -> dict[str, Work]:
    """`jobs`, each with its clock moved to where the deployment's stands."""

    def moved(work: Work) -> Work:
        async def follow_and_work(payload: bytes) -> None:
            await follower.follow()
            await work(payload)

        return follow_and_work

    return {name: moved(work) for name, work in jobs.items()}


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


async def _may_work(
    engine: AsyncEngine, settings: ServiceSettings, stopping: asyncio.Event
) -> bool:
    keys = FieldKeys.from_file(settings.field_keys_file)
    try:
        return await may_begin(engine, keys, stopping)
    except Unfit as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(EXIT_CONFIG) from error
