"""F6: Postgres dies at once and comes back while money is booked and days are closed.

What was answered is there, once; what was not answered is asked again under its key; and books,
loans and nights are as they should be afterwards.
"""

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import psutil
import pytest

from deploy.local.postgres import LocalPostgres
from deploy.local.postmaster import running_postmaster
from deploy.local.roles import ensure_roles_and_schemas
from services.kit.errors import DatabaseUnavailable
from services.kit.migrations import migrate_all
from services.kit.roles import Role
from services.repayment.worker import closing_books
from tests.api.repayment.conftest import running_at, settings_for
from tests.api.repayment.paying import a_receipt, pay
from tests.api.repayment.telling import FREE_OF_FEES, a_funding, tell
from tests.api.running import new_keys
from tests.api.signed_clients import Client, ClientFor, RunningApp, clients_of, expect
from tests.postgres_run import PARENT, Addresses, free_port

SERVICE = "repayment"
DATABASE = "restarted"
LOANS, WRITERS, RESTARTS = 3, 4, 2
DAYS = 4
AMOUNT_MINOR = 1_000
PATIENCE_S = 240.0  # far beyond what it takes: a hang fails, a slow machine does not


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Iterator[LocalPostgres]:
    """A server of this test's own that keeps what it acknowledged."""
    folder = PARENT / f"xiaowei-restarts-{os.getpid()}-{id(request)}"
    folder.mkdir(mode=0o711)
    started = LocalPostgres(folder / "postgres", free_port())
    started.start()
    yield started
    started.erase()
    folder.rmdir()


@pytest.fixture
async def database(server: LocalPostgres) -> Addresses:
    """A migrated database on it."""
    passwords = {SERVICE: "running", f"{SERVICE}_owner": "owning"}
    await ensure_roles_and_schemas(server.dsn(), DATABASE, [SERVICE], passwords)
    addresses = Addresses(server.dsn(database=DATABASE), passwords)
    await migrate_all([SERVICE], {SERVICE: addresses.owner_url(SERVICE)})
    return addresses


@pytest.fixture
async def service(database: Addresses, tmp_path: Path) -> AsyncIterator[RunningApp]:
    """The service on it."""
    settings = settings_for(database, new_keys(tmp_path, SERVICE))
    async with running_at(settings) as running:
        yield running


@dataclass
class History:
    """What clients know: the receipts that were answered, and how often nobody could answer."""

    booked: list[str] = field(default_factory=list)
    unanswered: int = 0
    is_over: bool = False
    grown: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def note(self, repayment_id: str) -> None:
        """It was answered that this one is booked."""
        async with self.grown:
            self.booked.append(repayment_id)
            self.grown.notify_all()

    async def reach(self, count: int) -> None:
        """Wait for so many."""
        async with self.grown:
            await self.grown.wait_for(lambda: len(self.booked) >= count)


def restart_at_once(server: LocalPostgres) -> None:
    """What `pg_ctl restart -m immediate` does: no goodbye, and recovery at the next start."""
    running = running_postmaster(server.data_dir)
    assert running is not None
    os.kill(running.pid, signal.SIGQUIT)
    psutil.Process(running.pid).wait(timeout=PATIENCE_S)
    server.release()
    server.start()


async def book_on(finance: Client, loan_id: str, history: History) -> None:
    """Book receipts one after the other, each under its key until it is answered."""
    while not history.is_over:
        receipt = a_receipt(AMOUNT_MINOR)
        key: str = receipt["external_reference"]
        while (answer := await pay(finance, loan_id, receipt, key=key)).status_code != 201:
            assert answer.status_code in {409, 503}, answer.text
            assert answer.json()["retryable"], answer.text
            history.unanswered += 1
            await asyncio.sleep(0.02)
        await history.note(answer.json()["id"])


async def close_on(service: RunningApp, history: History) -> None:
    """Let a day begin, and close the one before, again until it is closed."""
    close = closing_books(service.sessions, service.clock)
    for _ in range(DAYS):
        service.advance(timedelta(days=1))
        is_closed = False
        while not is_closed:
            with contextlib.suppress(DatabaseUnavailable):
                await close(service.clock.today())
                is_closed = True
            history.unanswered += not is_closed
            await asyncio.sleep(0.1)


async def open_loans(client_for: ClientFor) -> list[str]:
    neighbour = client_for(subject="system:relay", signer="disbursement")
    return [
        expect(await tell(neighbour, a_funding(FREE_OF_FEES)), 200)["loan_id"] for _ in range(LOANS)
    ]


async def test_f6_nothing_that_was_answered_is_lost_and_nothing_is_booked_twice(
    server: LocalPostgres, service: RunningApp
) -> None:
    history = History()
    async with clients_of(service) as client_for, asyncio.timeout(PATIENCE_S):
        loans = await open_loans(client_for)
        writers = [
            asyncio.create_task(
                book_on(client_for(Role.FINANCE_MAKER), loans[number % len(loans)], history)
            )
            for number in range(WRITERS)
        ]
        closing = asyncio.create_task(close_on(service, history))
        for restart in range(1, RESTARTS + 1):
            await history.reach(10 * restart)
            await asyncio.to_thread(restart_at_once, server)
        await closing
        history.is_over = True
        await asyncio.gather(*writers)
        assert history.unanswered > 0
        assert await _kept(client_for, loans) == sorted(history.booked)
        told = expect(await client_for(Role.AUDITOR).get("/v1/ledger/invariants"), 200)
        assert [each for each in told["data"] if not each["ok"]] == []


async def _kept(client_for: ClientFor, loans: list[str]) -> list[str]:
    """The repayments that are on the loans, by their references."""
    reader = client_for(Role.AUDITOR)
    found: list[str] = []
    for loan_id in loans:
        cursor: dict[str, str] = {}
        while True:
            page = expect(
                await reader.get(f"/v1/loans/{loan_id}/transactions", limit=100, **cursor), 200
            )
            found += [each["reference"] for each in page["data"] if each["kind"] == "received"]
            if not page["has_more"]:
                break
            cursor = {"cursor": page["next_cursor"]}
    return sorted(found)
