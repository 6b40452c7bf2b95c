"""A dump read into a fresh server: it counts on from where the dumped one was, or says so."""

import asyncio
from pathlib import Path

import asyncpg
import pytest

from services.kit import migrate
from services.kit.seal_export import SealExport
from services.kit.seals import seal_once
from services.kit.transaction_count import count_on
from services.kit.verification import verify
from tests.integration.kit.notes import SERVICE, Notes, a_note, quiet
from tests.postgres_run import PostgresRun

AHEAD = 100_000
NEXT = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"


async def from_a_server_ahead(admin: asyncpg.Connection) -> int:
    """Have the rows come from a server that had counted further; its count."""
    there = int(await admin.fetchval(NEXT)) + AHEAD
    await admin.execute("ALTER TABLE notes.audit DISABLE TRIGGER history_is_kept")
    for table in ("outbox", "audit"):
        moved = f"UPDATE notes.{table} SET recorded_xid = ($1::bigint)::text::xid8"
        await admin.execute(moved, there - 1)
    await admin.execute("ALTER TABLE notes.audit ENABLE ALWAYS TRIGGER history_is_kept")
    return there


async def seal_up_to(admin: asyncpg.Connection, schema: str, xid: int) -> None:
    """Leave a seal that ends at transaction `xid`."""
    await admin.execute(
        f"INSERT INTO {schema}.audit_seals"
        " VALUES (1, '0', ($1::bigint)::text::xid8, 0, '', '', '', now())",
        xid,
    )


async def test_a_server_of_its_own_rows_is_left_as_it_is(notes: Notes) -> None:
    assert await count_on(SERVICE, notes.owner_url) is None
    await a_note(notes)
    before = await notes.admin.fetchval(NEXT)
    assert await count_on(SERVICE, notes.owner_url) is None
    assert await notes.admin.fetchval(NEXT) < before + AHEAD


async def test_it_counts_on_from_above_what_was_restored(notes: Notes) -> None:
    await a_note(notes)
    there = await from_a_server_ahead(notes.admin)
    assert await count_on(SERVICE, notes.owner_url) == there
    assert await notes.admin.fetchval(NEXT) >= there
    assert await count_on(SERVICE, notes.owner_url) is None


async def test_what_is_written_then_is_sealed_after_what_was_restored(
    notes: Notes, tmp_path: Path
) -> None:
    await a_note(notes)
    there = await from_a_server_ahead(notes.admin)
    await seal_up_to(notes.admin, SERVICE, there)
    async with notes.sessions.begin() as session:
        said = [str(finding) for finding in await verify(session)]
    (found,) = [words for words in said if "counts on" in words]
    assert found.startswith(f"seal 1: ends at transaction {there}, and the server counts on from ")
    assert found.endswith(": migrate raises it")
    await count_on(SERVICE, notes.owner_url)
    async with notes.sessions.begin() as session:
        assert not [f for f in await verify(session) if "counts on" in str(f)]
    await a_note(notes)
    await quiet(notes)
    seal = await seal_once(notes.sessions, SealExport(tmp_path / "seals.jsonl"))
    assert seal is not None
    assert (seal.seal_no, seal.from_xid, seal.entries) == (2, there, 1)


async def test_the_command_raises_it_and_says_so(
    postgres_run: PostgresRun,
    worker_id: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    restored = await postgres_run.clone(f"{worker_id}-restored")
    admin = await asyncpg.connect(restored.admin_dsn)
    there = int(await admin.fetchval(NEXT)) + AHEAD
    await seal_up_to(admin, "repayment", there)
    await admin.close()
    monkeypatch.setenv("REPAYMENT_OWNER_DATABASE_URL", restored.owner_url("repayment"))
    assert await asyncio.to_thread(migrate.main, ["repayment"]) == 0
    stands, raised = capsys.readouterr().out.splitlines()
    assert stands.startswith("repayment: stands at ")
    assert raised.startswith("repayment: was restored: ")
    assert raised.endswith(f" from {there}")
    await postgres_run.drop(restored)
