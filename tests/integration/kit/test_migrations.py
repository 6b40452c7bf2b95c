"""Histories of the four schemas, against a real Postgres."""

import asyncio
import contextlib
import re
import sys
from collections.abc import AsyncIterator

import asyncpg
import pytest
from sqlalchemy import select

from services.kit import alembic_runner
from services.kit.alembic_runner import MigratorBusy, SchemaDiffers, SchemaLocked
from services.kit.database import make_engine
from services.kit.ledgers import inbox
from services.kit.migrations import (
    SERVICES_DIR,
    NoHistory,
    applied,
    head,
    migrate_all,
    scripts_of,
    services_with_history,
)
from tests.conftest import PoolSizes
from tests.postgres_run import SERVICES, Addresses, PostgresRun


@pytest.fixture
async def scratch(
    postgres_run: PostgresRun, request: pytest.FixtureRequest, worker_id: str
) -> AsyncIterator[Addresses]:
    """A database that a test may take apart."""
    addresses = await postgres_run.clone(f"{worker_id}-{abs(hash(request.node.nodeid)):x}")
    yield addresses
    await postgres_run.drop(addresses)


def urls_of(addresses: Addresses) -> dict[str, str]:
    return {name: addresses.owner_url(name) for name in SERVICES}


@contextlib.asynccontextmanager
async def connected(url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        await connection.close()


async def tables_of(addresses: Addresses, name: str) -> set[str]:
    async with connected(addresses.admin_dsn) as admin:
        found = await admin.fetch("SELECT tablename FROM pg_tables WHERE schemaname = $1", name)
    return {row["tablename"] for row in found}


def test_the_four_services_have_a_history() -> None:
    assert set(services_with_history()) == set(SERVICES)


@pytest.mark.parametrize("name", SERVICES)
def test_revisions_are_numbered_without_gaps_and_follow_one_another(name: str) -> None:
    """`head` trusts file names: this is why it may."""
    before = "None"
    for expected, path in enumerate(sorted((scripts_of(name) / "versions").glob("*.py")), start=1):
        text = path.read_text(encoding="utf-8")
        number = f"{expected:04}"
        assert re.fullmatch(rf"{number}_[a-z0-9_]+\.py", path.name)
        assert f'revision = "{number}"' in text
        assert f"down_revision = {before}" in text
        before = f'"{number}"'
    assert before == f'"{head(name)}"'


def test_the_draft_of_a_migration_looks_alike_in_every_service() -> None:
    drafts = {
        (scripts_of(name) / "script.py.mako").read_text(encoding="utf-8").replace(name, "<name>")
        for name in SERVICES
    }
    assert len(drafts) == 1


def test_a_service_nobody_knows_is_said_plainly() -> None:
    with pytest.raises(NoHistory, match="'collections'"):
        head("collections")


@pytest.mark.parametrize("name", SERVICES)
async def test_the_migrated_schema_is_what_the_tables_declare(
    database: Addresses, name: str
) -> None:
    await alembic_runner.check(name, database.owner_url(name))


async def test_a_schema_that_drifted_is_told_what_differs(scratch: Addresses) -> None:
    async with connected(scratch.owner_url("repayment")) as owner:
        await owner.execute("ALTER TABLE repayment.inbox ADD COLUMN stray text")
    with pytest.raises(SchemaDiffers, match="stray"):
        await alembic_runner.check("repayment", scratch.owner_url("repayment"))


async def test_drift_of_another_services_schema_is_not_ours(scratch: Addresses) -> None:
    async with connected(scratch.owner_url("repayment")) as owner:
        await owner.execute("CREATE TABLE repayment.stray (id int)")
    await alembic_runner.check("disbursement", scratch.owner_url("disbursement"))


@pytest.mark.parametrize("name", SERVICES)
async def test_a_history_goes_up_down_and_up_again(scratch: Addresses, name: str) -> None:
    url = scratch.owner_url(name)
    before = await tables_of(scratch, name)
    await alembic_runner.downgrade(name, url, "base")
    assert await tables_of(scratch, name) == {"alembic_version"}
    assert await applied(name, url) is None
    await alembic_runner.upgrade(name, url)
    assert await tables_of(scratch, name) == before
    await alembic_runner.check(name, url)


async def test_migrating_again_changes_nothing(scratch: Addresses) -> None:
    assert await migrate_all(SERVICES, urls_of(scratch)) == ()


async def test_only_what_is_behind_is_migrated(scratch: Addresses) -> None:
    await alembic_runner.downgrade("repayment", scratch.owner_url("repayment"), "base")
    assert await migrate_all(SERVICES, urls_of(scratch)) == ("repayment",)


async def test_f20_a_schema_newer_than_the_code_is_left_alone(scratch: Addresses) -> None:
    async with connected(scratch.owner_url("repayment")) as owner:
        await owner.execute("UPDATE repayment.alembic_version SET version_num = '9999'")
    assert await migrate_all(("repayment",), urls_of(scratch)) == ()
    assert await applied("repayment", scratch.owner_url("repayment")) == "9999"


async def test_f18_two_migrators_at_once_do_the_work_once(scratch: Addresses) -> None:
    url = scratch.owner_url("underwriting")
    await alembic_runner.downgrade("underwriting", url, "base")
    await asyncio.gather(*(alembic_runner.upgrade("underwriting", url) for _ in range(3)))
    assert await applied("underwriting", url) == head("underwriting")


async def test_f18_a_migrator_that_never_ends_is_not_waited_for_for_ever(
    scratch: Addresses, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alembic_runner, "TURN_TIMEOUT_S", 0.3)
    url = scratch.owner_url("underwriting")
    async with connected(url) as other:
        await other.execute(
            "SELECT pg_advisory_lock(hashtextextended('migrations:underwriting', 0))"
        )
        with pytest.raises(MigratorBusy, match="underwriting"):
            await alembic_runner.upgrade("underwriting", url)


async def test_f18_a_migrator_killed_within_a_step_leaves_nothing_of_it(
    scratch: Addresses,
) -> None:
    url = scratch.owner_url("repayment")
    await alembic_runner.downgrade("repayment", url, "base")
    async with connected(url) as other, other.transaction():
        # Lets the migrator read where it stands, and stops it where it writes down its step.
        await other.execute("LOCK TABLE repayment.alembic_version IN SHARE MODE")
        migrator = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "services.kit.migrate",
            "repayment",
            cwd=SERVICES_DIR.parent,
            env={"REPAYMENT_OWNER_DATABASE_URL": url},
        )
        await wait_for_a_waiting_lock(scratch)
        migrator.kill()
        await migrator.wait()
    assert await migrate_all(("repayment",), {"repayment": url}) == ("repayment",)
    await alembic_runner.check("repayment", url)


async def test_f17_a_step_behind_a_busy_table_waits_briefly_and_tries_again(
    scratch: Addresses, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The step gives up its place in the queue each time, so traffic never waits behind it."""
    monkeypatch.setattr(alembic_runner, "LOCK_TIMEOUT_MS", 100)
    monkeypatch.setattr(alembic_runner, "RETRY_WAIT_S", 0.05)
    url = scratch.owner_url("disbursement")
    async with connected(url) as traffic:
        work = traffic.transaction()
        await work.start()
        await traffic.execute("SELECT 1 FROM disbursement.outbox")
        moving = asyncio.create_task(alembic_runner.downgrade("disbursement", url, "base"))
        await wait_for_a_lock_timeout(scratch)
        assert not moving.done()
        await work.rollback()
        await moving
    assert await tables_of(scratch, "disbursement") == {"alembic_version"}


async def test_f17_requests_go_on_while_a_column_is_added(scratch: Addresses) -> None:
    """A statement prepared before the step still runs after it, on the same connection."""
    engine = make_engine(scratch.url("repayment"), schema="repayment", settings=PoolSizes())
    async with engine.connect() as serving, connected(scratch.owner_url("repayment")) as owner:
        assert (await serving.execute(select(inbox))).all() == []
        await serving.commit()
        await owner.execute("ALTER TABLE repayment.inbox ADD COLUMN seen_at timestamptz")
        assert (await serving.execute(select(inbox))).all() == []
    await engine.dispose()


async def test_f17_a_step_that_never_gets_its_lock_leaves_the_schema_whole(
    scratch: Addresses, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alembic_runner, "LOCK_TIMEOUT_MS", 20)
    monkeypatch.setattr(alembic_runner, "RETRY_WAIT_S", 0.01)
    monkeypatch.setattr(alembic_runner, "ATTEMPTS_MAX", 3)
    url = scratch.owner_url("disbursement")
    async with connected(url) as traffic, traffic.transaction():
        # Whichever step goes first meets somebody.
        for table in await traffic.fetch(
            "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables"
            " WHERE schemaname = 'disbursement'"
        ):
            await traffic.execute(f"LOCK TABLE {table['name']} IN ACCESS SHARE MODE")
        with pytest.raises(SchemaLocked, match="3 attempts"):
            await alembic_runner.downgrade("disbursement", url, "base")
    await alembic_runner.check("disbursement", url)


async def wait_for_a_waiting_lock(addresses: Addresses) -> None:
    """Until somebody in this database waits for a table."""
    query = (
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'relation'"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    async with asyncio.timeout(20), connected(addresses.admin_dsn) as admin:
        while await admin.fetchval(query) == 0:  # noqa: ASYNC110 - only the server knows
            await asyncio.sleep(0.02)


async def wait_for_a_lock_timeout(addresses: Addresses) -> None:
    """Until the migrator has been rolled back once, which the server counts."""
    query = "SELECT xact_rollback FROM pg_stat_database WHERE datname = current_database()"
    async with asyncio.timeout(10), connected(addresses.admin_dsn) as admin:
        before = await admin.fetchval(query)
        while await admin.fetchval(query) == before:
            await asyncio.sleep(0.05)
            await admin.execute("SELECT pg_stat_clear_snapshot()")
