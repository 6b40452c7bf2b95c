"""The worker as a process of its own: it relays, seals, is watched, and stops in time."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

import httpx

from services.kit.failpoints import KitPoint
from services.kit.field_keys import generate_field_keys
from tests.integration.kit.notes import (
    SERVICE,
    Notes,
    a_note,
    change_note,
    let_back_off_pass,
    quiet,
)
from tests.integration.kit.notes_worker import EXIT_KILLED, HEARD
from tests.integration.kit.test_transaction_count import NEXT, seal_up_to
from tests.postgres_run import free_port

ROOT = Path(__file__).parents[3]
START_WITHIN_S = 60.0
STOP_WITHIN_S = 8.0
HEAR_WITHIN_S = 30.0
POLL_S = 0.05
REFUSALS_MAX = 2
CUT_ALL = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
    " WHERE usename = 'notes' AND datname = current_database()"
)


class Worker:
    """One running worker process."""

    def __init__(self, process: Process, ops_port: int, seals: Path) -> None:
        self.process = process
        self.seals = seals
        self._ops = f"http://127.0.0.1:{ops_port}"

    async def is_ready(self) -> bool:
        """Whether /readyz answers 200."""
        async with httpx.AsyncClient(trust_env=False) as client:
            try:
                return (await client.get(f"{self._ops}/readyz")).status_code == 200
            except httpx.TransportError:
                return False

    async def becomes_ready(self) -> None:
        """Return once it is ready."""
        async with asyncio.timeout(START_WITHIN_S):
            while not await self.is_ready():
                assert self.process.returncode is None, await self.complaint()
                await asyncio.sleep(POLL_S)

    async def shows(self, line: str) -> str:
        """Its metrics, once this line is among them."""
        async with asyncio.timeout(START_WITHIN_S), httpx.AsyncClient(trust_env=False) as client:
            while True:
                shown = (await client.get(f"{self._ops}/metrics")).text
                if line in shown.splitlines():
                    return shown
                await asyncio.sleep(POLL_S)

    async def becomes_unready(self) -> None:
        """Return once it is not ready."""
        async with asyncio.timeout(START_WITHIN_S):
            while await self.is_ready():  # noqa: ASYNC110 - the event is another process's
                await asyncio.sleep(POLL_S)

    async def stops_in_time(self) -> None:
        """Ask it to stop; it ends well, and within the time it has."""
        self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(STOP_WITHIN_S):
            assert await self.process.wait() == 0

    async def hears(self, aggregate_id: UUID, sequence: int) -> None:
        """Return once its neighbour was told of this event."""
        expected = f"{HEARD} {aggregate_id} {sequence}\n".encode()
        assert self.process.stdout
        async with asyncio.timeout(HEAR_WITHIN_S):
            while await self.process.stdout.readline() != expected:
                assert self.process.returncode is None, await self.complaint()

    async def has_sealed(self) -> None:
        """Return once a seal was told to the outside."""
        async with asyncio.timeout(HEAR_WITHIN_S):
            while not self.seals.exists():  # noqa: ASYNC110 - another process makes it
                await asyncio.sleep(POLL_S)

    async def parks(self, notes: Notes, aggregate_id: UUID) -> None:
        """Return once something of this aggregate waits for a person."""
        query = "SELECT 1 FROM notes.parked_deliveries WHERE aggregate_id = $1"
        async with asyncio.timeout(HEAR_WITHIN_S):
            while not await notes.admin.fetchval(query, aggregate_id):
                assert self.process.returncode is None, await self.complaint()
                await asyncio.sleep(POLL_S)

    async def complaint(self) -> str:
        """What it said on the way out."""
        assert self.process.stderr
        return (await self.process.stderr.read()).decode()


@asynccontextmanager
async def worker(notes: Notes, folder: Path, **told: str) -> AsyncIterator[Worker]:
    """A worker process while the block runs; killed should it still be there after."""
    ops_port, seals, field_keys = free_port(), folder / "seals.jsonl", folder / "fields.json"
    if not field_keys.exists():
        generate_field_keys(field_keys)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.integration.kit.notes_worker",
        cwd=ROOT,
        stdout=PIPE,
        stderr=PIPE,
        env={
            "NOTES_ENVIRONMENT": "development",
            "NOTES_PORT": "1",
            "NOTES_OPS_PORT": "2",
            "NOTES_WORKER_OPS_PORT": str(ops_port),
            "NOTES_DATABASE_URL": notes.url,
            "NOTES_KEYS_DIR": str(folder),
            "NOTES_FIELD_KEYS_FILE": str(field_keys),
            "NOTES_SEAL_EXPORT_FILE": str(seals),
            "NOTES_DELIVERY_REFUSALS_MAX": str(REFUSALS_MAX),
            **told,
        },
    )
    try:
        yield Worker(process, ops_port, seals)
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def test_a_worker_relays_seals_recovers_and_stops_in_time(
    notes: Notes, tmp_path: Path
) -> None:
    before = await a_note(notes)
    await quiet(notes)
    async with worker(notes, tmp_path) as running:
        await running.becomes_ready()
        await running.hears(before, 1)
        await running.has_sealed()

        await notes.admin.execute(CUT_ALL)
        await change_note(notes, before)
        await running.hears(before, 2)
        await running.becomes_ready()
        await running.stops_in_time()


async def test_a_round_that_fails_is_counted_and_the_others_go_on(
    notes: Notes, tmp_path: Path
) -> None:
    ahead = int(await notes.admin.fetchval(NEXT)) + 1_000_000
    await seal_up_to(notes.admin, SERVICE, ahead)
    async with worker(notes, tmp_path) as running:
        await running.becomes_ready()
        shown = await running.shows('worker_rounds_failed_total{round="seal"} 1.0')
        assert 'worker_rounds_failed_total{round="sweep"} 0.0' in shown.splitlines()
        await running.hears(await a_note(notes), 1)
        await running.stops_in_time()


async def test_a_worker_without_its_rights_refuses_to_start(notes: Notes, tmp_path: Path) -> None:
    await notes.admin.execute("REVOKE DELETE ON notes.pgqueuer FROM notes")
    await notes.admin.execute("GRANT UPDATE ON notes.audit TO notes")
    async with worker(notes, tmp_path) as refused, asyncio.timeout(START_WITHIN_S):
        complaint = await refused.complaint()
        assert await refused.process.wait() == 78
    assert complaint.splitlines() == [
        "role notes may UPDATE audit, which is only added to",
        "role notes lacks DELETE on pgqueuer",
    ]


async def test_a_worker_stopped_while_its_database_is_away_ends_in_time(
    notes: Notes, tmp_path: Path
) -> None:
    async with worker(notes, tmp_path) as running:
        await running.becomes_ready()
        name = await notes.admin.fetchval("SELECT current_database()")
        await notes.admin.execute(f'ALTER DATABASE "{name}" CONNECTION LIMIT 0')
        await notes.admin.execute(CUT_ALL)
        await running.becomes_unready()
        await running.stops_in_time()


async def test_f1_a_message_that_kills_its_worker_is_parked_and_the_others_are_told(
    notes: Notes, tmp_path: Path
) -> None:
    deadly = await a_note(notes)
    await change_note(notes, deadly, "deadly")
    for _ in range(REFUSALS_MAX):
        async with worker(notes, tmp_path) as victim, asyncio.timeout(START_WITHIN_S):
            assert await victim.process.wait() == EXIT_KILLED
        await let_back_off_pass(notes)
    failpoint = f"{KitPoint.DELIVERY_PARKED.title}:crash"
    async with worker(notes, tmp_path, NOTES_FAILPOINT=failpoint) as parker:
        async with asyncio.timeout(START_WITHIN_S):
            assert await parker.process.wait() == -signal.SIGKILL
    later = await a_note(notes)
    async with worker(notes, tmp_path) as survivor:
        await survivor.hears(later, 1)
        await survivor.parks(notes, deadly)
        await survivor.stops_in_time()
    assert await notes.count("parked_deliveries") == 1
    assert await notes.count("audit WHERE action = 'delivery.parked'") == 1
    assert await notes.count("delivery_attempts WHERE attempt > 1") == REFUSALS_MAX - 1
