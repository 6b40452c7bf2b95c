"""The queue's loop: jobs run, run again, survive lost connections and stops."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from services.kit.deliveries import Delivery, DeliveryOutcome, Message
from services.kit.identifiers import new_id
from services.kit.jobs import Again, JobLoop, Work
from services.kit.queue import RELAY_ENTRYPOINT, forget_old_log
from services.kit.relay import Relay
from services.kit.worker import relaying
from tests.integration.kit.notes import NoteRow, Notes, a_note, change_note, tell_change

WITHIN_S = 20.0
POLL_S = 0.05


@asynccontextmanager
async def working(notes: Notes, entrypoints: Mapping[str, Work]) -> AsyncIterator[JobLoop]:
    """A loop that runs while the block does, and stops in order."""
    loop = JobLoop(notes.url, "notes", entrypoints)
    async with asyncio.timeout(WITHIN_S):
        running = asyncio.create_task(loop.run())
        try:
            yield loop
        finally:
            loop.stop()
            await running


async def enqueue(notes: Notes, entrypoint: str, payload: bytes) -> None:
    await notes.admin.execute(
        "INSERT INTO notes.pgqueuer (priority, status, entrypoint, payload)"
        " VALUES (0, 'queued', $1, $2)",
        entrypoint,
        payload,
    )


class Collector:
    """Work that notes each payload, and lets a test wait for as many as it expects."""

    def __init__(self, expected: int = 1) -> None:
        self.seen: list[bytes] = []
        self.has_all = asyncio.Event()
        self._expected = expected

    async def __call__(self, payload: bytes) -> None:
        self.seen.append(payload)
        if len(self.seen) >= self._expected:
            self.has_all.set()


async def test_a_job_is_run_with_its_payload_and_gone(notes: Notes) -> None:
    work = Collector(2)
    await enqueue(notes, "collect", b"before")
    async with working(notes, {"collect": work}):
        await enqueue(notes, "collect", b"while")
        await work.has_all.wait()
    assert sorted(work.seen) == [b"before", b"while"]
    assert await notes.count("pgqueuer") == 0


async def test_a_job_that_fails_is_tried_again(notes: Notes) -> None:
    work = Collector(2)

    async def fail_once(payload: bytes) -> None:
        await work(payload)
        if len(work.seen) == 1:
            raise RuntimeError

    await enqueue(notes, "fail", b"x")
    async with working(notes, {"fail": fail_once}):
        await work.has_all.wait()
    assert await notes.count("pgqueuer") == 0


async def test_a_job_that_asks_for_it_is_run_again(notes: Notes) -> None:
    work = Collector(3)

    async def three_times(payload: bytes) -> None:
        await work(payload)
        if len(work.seen) < 3:
            raise Again(0.0)

    await enqueue(notes, "again", b"x")
    async with working(notes, {"again": three_times}):
        await work.has_all.wait()
    assert await notes.count("pgqueuer") == 0


async def test_a_lost_connection_is_replaced(notes: Notes) -> None:
    work = Collector(1)
    second = Collector(1)
    async with working(notes, {"one": work, "two": second}):
        await enqueue(notes, "one", b"x")
        await work.has_all.wait()
        await notes.admin.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE usename = 'notes' AND datname = current_database()"
        )
        await enqueue(notes, "two", b"y")
        await second.has_all.wait()
    assert second.seen == [b"y"]


async def test_a_stop_lets_a_job_end(notes: Notes) -> None:
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def slow(_payload: bytes) -> None:
        begun.set()
        await may_end.wait()

    await enqueue(notes, "slow", b"x")
    async with working(notes, {"slow": slow}) as loop:
        await begun.wait()
        loop.stop()
        may_end.set()
    assert await notes.count("pgqueuer") == 0


async def test_a_job_cut_short_by_a_stop_is_in_the_queue_again(notes: Notes) -> None:
    begun = asyncio.Event()

    async def endless(_payload: bytes) -> None:
        begun.set()
        await asyncio.Event().wait()

    await enqueue(notes, "endless", b"x")
    async with working(notes, {"endless": endless}) as loop:
        await begun.wait()
        loop.stop()
        loop.cut_short()
    jobs = await notes.admin.fetch("SELECT status::text, payload FROM notes.pgqueuer")
    assert [tuple(job) for job in jobs] == [("queued", b"x")]


async def test_an_event_committed_is_told_by_the_job_it_enqueued(notes: Notes) -> None:
    told: asyncio.Queue[int] = asyncio.Queue()

    class Listener:
        name = "listener"
        topics = frozenset({"note.written", "note.changed"})
        refusals = 1

        async def deliver(self, message: Message) -> Delivery:
            if self.refusals:
                self.refusals -= 1
                return Delivery(DeliveryOutcome.FAILED, 503)
            told.put_nowait(message.sequence)
            return Delivery(DeliveryOutcome.DELIVERED, 200)

    relay = Relay(notes.sessions, [Listener()])
    async with working(notes, {RELAY_ENTRYPOINT: relaying(relay)}):
        note = await a_note(notes)
        await change_note(notes, note)
        assert [await told.get(), await told.get()] == [1, 2]
        while await notes.count("pgqueuer"):  # noqa: ASYNC110 - the event is Postgres's
            await asyncio.sleep(POLL_S)


async def test_a_job_of_a_transaction_rolled_back_is_never_run(notes: Notes) -> None:
    async with notes.sessions() as session:
        await session.begin()
        row = NoteRow(note_id=new_id(), status="new")
        session.add(row)
        await tell_change(session, row, "written")
        await session.rollback()
    assert await notes.count("pgqueuer") == 0


async def test_what_the_queue_noted_long_ago_is_forgotten(notes: Notes) -> None:
    await a_note(notes)
    await notes.admin.execute(
        "INSERT INTO notes.pgqueuer_log (job_id, status, priority, entrypoint, created)"
        " VALUES (1, 'successful', 0, 'old', now() - interval '8 days')"
    )
    await forget_old_log(notes.sessions)
    kept = await notes.admin.fetch("SELECT entrypoint FROM notes.pgqueuer_log")
    assert [row["entrypoint"] for row in kept] == ["relay"]
