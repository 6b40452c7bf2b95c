"""Engine and sessions against a Postgres that is slow, full, frozen or away."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from deploy.local.roles import with_login
from services.kit import database as ground
from services.kit.database import (
    LOCK_TIMEOUT_S,
    Sessions,
    database_ready,
    make_engine,
    make_sessions,
    server_settings,
)
from services.kit.errors import DatabaseUnavailable
from services.kit.settings import ServiceSettings
from services.kit.whole_again import TransactionLost
from tests.conftest import PoolSizes
from tests.postgres_run import Addresses, free_port

KEY = "INSERT INTO inbox (source, aggregate_id, applied_sequence) VALUES (:source, :id, 1)"


@contextlib.asynccontextmanager
async def engine_for(
    database: Addresses, schema: str = "application", **sizes: float
) -> AsyncIterator[AsyncEngine]:
    pool = PoolSizes(**sizes)  # type: ignore[arg-type]
    engine = make_engine(database.url(schema), schema=schema, settings=pool)
    try:
        yield engine
    finally:
        await engine.dispose()


@contextlib.asynccontextmanager
async def as_admin(database: Addresses) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database.admin_dsn)
    try:
        yield connection
    finally:
        await connection.close()


async def cut(session: AsyncSession, database: Addresses) -> None:
    """End the session's connection from the other side, and wait until it has ended."""
    pid = await session.scalar(text("SELECT pg_backend_pid()"))
    async with as_admin(database) as admin:
        await admin.execute("SELECT pg_terminate_backend($1, 5000)", pid)


async def setting(sessions: Sessions, name: str) -> str:
    async with sessions() as session:
        found: str = await session.scalar(text("SELECT current_setting(:name)"), {"name": name})
    return found


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("search_path", "application"),
        ("application_name", "application"),
        ("TimeZone", "UTC"),
        ("lock_timeout", "5s"),
        ("statement_timeout", "10s"),
        ("idle_in_transaction_session_timeout", "5s"),
        ("jit", "off"),
        ("tcp_keepalives_idle", "10"),
        ("tcp_keepalives_interval", "5"),
        ("tcp_keepalives_count", "3"),
        ("tcp_user_timeout", "25000"),
        ("transaction_isolation", "read committed"),
    ],
)
async def test_every_connection_is_bounded_and_sees_its_own_schema(
    application_sessions: Sessions, name: str, value: str
) -> None:
    assert await setting(application_sessions, name) == value


async def test_a_block_that_raises_leaves_nothing(application_sessions: Sessions) -> None:
    values = {"source": "test", "id": uuid4()}

    async def work() -> None:
        async with application_sessions.begin() as session:
            await session.execute(text(KEY), values)
            raise LookupError

    with pytest.raises(LookupError):
        await work()
    async with application_sessions() as session:
        query = text("SELECT count(*) FROM inbox WHERE aggregate_id = :id")
        assert await session.scalar(query, {"id": values["id"]}) == 0


async def test_a_broken_rule_is_not_taken_for_an_outage(application_sessions: Sessions) -> None:
    values = {"source": "test", "id": uuid4()}

    async def work() -> None:
        async with application_sessions.begin() as session:
            await session.execute(text(KEY), values)
            await session.execute(text(KEY), values)

    with pytest.raises(IntegrityError):
        await work()


async def test_a_wrong_password_is_not_taken_for_an_outage(database: Addresses) -> None:
    wrong = database.url("application").replace("application:", "application:x", 1)
    engine = make_engine(wrong, schema="application", settings=PoolSizes())
    with pytest.raises(DBAPIError, match="password authentication failed"):
        await database_ready(engine)
    await engine.dispose()


async def test_f7_a_database_that_is_not_there_is_an_outage_at_once(database: Addresses) -> None:
    port = database.admin_dsn.rpartition(":")[2].partition("/")[0]
    nowhere = database.url("application").replace(f":{port}/", f":{free_port()}/")
    engine = make_engine(nowhere, schema="application", settings=PoolSizes())
    with pytest.raises(DatabaseUnavailable):
        await database_ready(engine)
    await engine.dispose()


async def test_f6_a_pool_whose_connections_were_all_cut_heals_by_itself(
    database: Addresses,
) -> None:
    """Cut while idle, no caller notices: the driver knows of a closed connection beforehand."""
    async with engine_for(database) as engine, as_admin(database) as admin:
        engine.sync_engine.pool.dispose()
        held = [await engine.connect() for _ in range(3)]
        pids = [await c.scalar(text("SELECT pg_backend_pid()")) for c in held]
        for connection in held:
            await connection.close()
        for pid in pids:
            await admin.execute("SELECT pg_terminate_backend($1, 5000)", pid)
        for _ in range(3):
            await database_ready(engine)


async def test_f6_a_connection_cut_in_a_transaction_is_an_outage_and_the_next_one_works(
    database: Addresses,
) -> None:
    async with engine_for(database, pool_size=1, pool_overflow=0) as engine:

        async def work() -> None:
            async with make_sessions(engine).begin() as session:
                await cut(session, database)
                await session.execute(text("SELECT 1"))

        with pytest.raises(DatabaseUnavailable):
            await work()
        await database_ready(engine)


async def test_f6_a_connection_cut_before_the_commit_is_an_outage(database: Addresses) -> None:
    values = {"source": "test", "id": uuid4()}
    async with engine_for(database) as engine, as_admin(database) as admin:

        async def work() -> None:
            async with make_sessions(engine).begin() as session:
                await session.execute(text(KEY), values)
                await cut(session, database)

        with pytest.raises(DatabaseUnavailable):
            await work()
        query = "SELECT count(*) FROM application.inbox WHERE aggregate_id = $1"
        assert await admin.fetchval(query, values["id"]) == 0


async def test_f5_a_held_lock_is_waited_for_a_while_at_most(database: Addresses) -> None:
    values = {"source": "test", "id": uuid4()}
    async with engine_for(database, lock_timeout_s=0.2) as engine:
        sessions = make_sessions(engine)
        async with sessions.begin() as holder:
            await holder.execute(text(KEY), values)
            with pytest.raises(DatabaseUnavailable):
                async with sessions.begin() as other:
                    await other.execute(text(KEY), values)


async def test_f5_a_lock_is_waited_for_two_seconds_where_nothing_else_is_said() -> None:
    assert server_settings("application")["lock_timeout"] == "2000"
    assert ServiceSettings.model_fields["lock_timeout_s"].default == LOCK_TIMEOUT_S


async def test_f5_a_process_frozen_in_a_transaction_frees_its_locks(
    database: Addresses, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ground, "IDLE_IN_TRANSACTION_TIMEOUT_MS", 200)
    values = {"source": "test", "id": uuid4()}
    async with engine_for(database) as engine:
        sessions = make_sessions(engine)

        async def freeze() -> None:
            async with sessions.begin() as frozen:
                await frozen.execute(text(KEY), values)
                async with sessions.begin() as other:
                    await other.execute(text(KEY), values)
                await frozen.execute(text("SELECT 1"))

        with pytest.raises(DatabaseUnavailable):
            await freeze()


async def test_f8_with_the_pool_exhausted_the_wait_is_bounded(database: Addresses) -> None:
    async with (
        engine_for(database, pool_size=1, pool_overflow=0, pool_timeout_s=0.2) as engine,
        engine.connect(),
    ):
        with pytest.raises(PoolTimeout):
            await database_ready(engine)


async def test_f8_with_the_servers_connections_exhausted_it_is_an_outage(
    database: Addresses,
) -> None:
    """A limit of a role stands for the server's: the same class of error, one test's reach.

    The role is this test's own: the services' roles are used by every database of the server.
    """
    role = f"limited_{uuid4().hex}"
    async with as_admin(database) as admin:
        name = await admin.fetchval("SELECT current_database()")
        await admin.execute(f"CREATE ROLE {role} LOGIN PASSWORD 'limited' CONNECTION LIMIT 1")
        await admin.execute(f'GRANT CONNECT ON DATABASE "{name}" TO {role}')
        login = with_login(database.url("application"), role, "limited")
        engine = make_engine(login, schema="application", settings=PoolSizes())
        try:
            async with engine.connect():
                with pytest.raises(DatabaseUnavailable):
                    await database_ready(engine)
            await database_ready(engine)
        finally:
            await engine.dispose()
            await admin.execute(f"DROP OWNED BY {role}")
            await admin.execute(f"DROP ROLE {role}")


async def test_f10_a_statement_that_does_not_end_is_cut(
    database: Addresses, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ground, "STATEMENT_TIMEOUT_MS", 100)
    async with engine_for(database) as engine, engine.connect() as connection:
        with pytest.raises(DatabaseUnavailable):
            await connection.execute(text("SELECT pg_sleep(30)"))


async def test_f10_a_server_that_hangs_is_not_waited_for_and_its_connection_is_dropped(
    database: Addresses, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ground, "COMMAND_TIMEOUT_S", 0.2)
    async with engine_for(database, pool_size=1, pool_overflow=0) as engine:
        sessions, pids = make_sessions(engine), []

        async def work(seconds: int) -> None:
            async with sessions.begin() as session:
                pids.append(await session.scalar(text("SELECT pg_backend_pid()")))
                await session.execute(text("SELECT pg_sleep(:seconds)"), {"seconds": seconds})

        async with asyncio.timeout(5):
            with pytest.raises(DatabaseUnavailable):
                await work(3)
            await work(0)
    assert pids[0] != pids[1]


async def test_f22_one_of_two_that_lock_crosswise_is_lost(
    application_sessions: Sessions,
) -> None:
    first, second = uuid4(), uuid4()
    async with application_sessions.begin() as session:
        for key in (first, second):
            await session.execute(text(KEY), {"source": "test", "id": key})
    lock = text("SELECT 1 FROM inbox WHERE aggregate_id = :id FOR UPDATE")
    both_hold_one = asyncio.Barrier(2)

    async def lock_in_order(*keys: object) -> None:
        async with application_sessions.begin() as session:
            await session.execute(lock, {"id": keys[0]})
            await both_hold_one.wait()
            await session.execute(lock, {"id": keys[1]})

    ends = await asyncio.gather(
        lock_in_order(first, second), lock_in_order(second, first), return_exceptions=True
    )
    assert [type(end) for end in ends if end is not None] == [TransactionLost]
