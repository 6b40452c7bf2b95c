"""What each service's role may do in Postgres, tried as that role (row O4)."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import asyncpg
import pytest

from deploy.local.roles import ensure_roles_and_schemas, in_database, owner_of
from tests.postgres_run import SERVICES, Addresses, PostgresRun

HISTORY = ("audit", "audit_seals", "outbox", "outbox_deliveries", "idempotency_keys")
NEIGHBOURS = [(name, other) for name in SERVICES for other in SERVICES if other != name]


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        await connection.close()


async def refused(connection: asyncpg.Connection, statements: Sequence[str]) -> None:
    for statement in statements:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)


@pytest.mark.parametrize(("name", "other"), NEIGHBOURS)
async def test_o4_a_service_sees_nothing_of_its_neighbours(
    database: Addresses, name: str, other: str
) -> None:
    for url in (database.url(name), database.owner_url(name)):
        async with connected(url) as connection:
            await refused(
                connection,
                [
                    f"SELECT * FROM {other}.audit",
                    f"INSERT INTO {other}.inbox VALUES ('x', gen_random_uuid(), 1)",
                    f"SELECT * FROM {other}.alembic_version",
                    f"CREATE TABLE {other}.mine (id int)",
                    f"GRANT USAGE ON SCHEMA {other} TO {name}",
                    f"SET ROLE {other}",
                    f"SET ROLE {owner_of(other)}",
                ],
            )


@pytest.mark.parametrize("name", SERVICES)
async def test_o4_a_service_does_not_rewrite_history(database: Addresses, name: str) -> None:
    async with connected(database.url(name)) as connection:
        for table in HISTORY:
            column = await connection.fetchval(
                "SELECT column_name FROM information_schema.columns"
                " WHERE table_schema = $1 AND table_name = $2 LIMIT 1",
                name,
                table,
            )
            await refused(
                connection,
                [
                    f"UPDATE {name}.{table} SET {column} = {column}",
                    f"DELETE FROM {name}.{table}",
                    f"TRUNCATE {name}.{table}",
                    f"DROP TABLE {name}.{table}",
                    f"ALTER TABLE {name}.{table} DISABLE TRIGGER ALL",
                ],
            )


@pytest.mark.parametrize("name", SERVICES)
async def test_o4_a_service_changes_no_schema(database: Addresses, name: str) -> None:
    async with connected(database.url(name)) as connection:
        await refused(
            connection,
            [
                f"CREATE TABLE {name}.mine (id int)",
                "CREATE TABLE public.mine (id int)",
                "CREATE TEMPORARY TABLE mine (id int)",
                "CREATE SCHEMA mine",
                f"ALTER TABLE {name}.inbox ADD COLUMN mine int",
                f"CREATE INDEX ON {name}.inbox (source)",
                f"UPDATE {name}.alembic_version SET version_num = '0000'",
                f"DELETE FROM {name}.alembic_version",
                f"SET ROLE {owner_of(name)}",
                "CREATE ROLE mine",
                "COPY (SELECT 1) TO PROGRAM 'true'",
                "SELECT pg_read_file('postgresql.conf')",
                "ALTER SYSTEM SET fsync = off",
            ],
        )
        assert await connection.fetchval(f"SELECT count(*) FROM {name}.alembic_version") == 1


@pytest.mark.parametrize("name", SERVICES)
async def test_o4_no_table_of_a_service_is_open_to_a_role_that_is_not_its_own(
    database: Addresses, name: str
) -> None:
    """Looked up for every table, so that a later migration's grant is judged too."""
    async with connected(database.admin_dsn) as admin:
        others = await admin.fetch(
            "SELECT table_name, grantee, privilege_type FROM information_schema.table_privileges"
            " WHERE table_schema = $1 AND grantee <> ALL ($2)",
            name,
            [name, owner_of(name)],
        )
        beyond_rows = await admin.fetch(
            "SELECT table_name, privilege_type FROM information_schema.table_privileges"
            " WHERE table_schema = $1 AND grantee = $1"
            " AND privilege_type NOT IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')",
            name,
        )
    assert [tuple(row) for row in others] == []
    assert [tuple(row) for row in beyond_rows] == []


@pytest.mark.parametrize("role", [r for name in SERVICES for r in (name, owner_of(name))])
async def test_o4_no_role_has_powers_over_the_server(database: Addresses, role: str) -> None:
    async with connected(database.admin_dsn) as admin:
        found = await admin.fetchrow("SELECT * FROM pg_roles WHERE rolname = $1", role)
        members = await admin.fetchval(
            "SELECT count(*) FROM pg_auth_members WHERE member = $1::regrole", role
        )
    assert found is not None
    powers = ("rolsuper", "rolcreaterole", "rolcreatedb", "rolreplication", "rolbypassrls")
    assert [power for power in powers if found[power]] == []
    assert members == 0


async def test_o4_a_stranger_may_not_even_connect(
    database: Addresses, postgres_run: PostgresRun, worker_id: str
) -> None:
    stranger = f"stranger_{worker_id}_{postgres_run.folder.name[-8:]}"
    async with connected(database.admin_dsn) as admin:
        await admin.execute(f"CREATE ROLE \"{stranger}\" LOGIN PASSWORD 'stranger'")
        try:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await asyncpg.connect(database.admin_dsn, user=stranger, password="stranger")
        finally:
            await admin.execute(f'DROP ROLE "{stranger}"')


async def test_roles_and_schemas_may_be_ensured_again(database: Addresses) -> None:
    name = database.admin_dsn.rpartition("/")[2]
    for _ in range(2):
        await ensure_roles_and_schemas(database.admin_dsn, name, SERVICES, database.passwords)
    async with connected(database.url("application")) as connection:
        assert await connection.fetchval("SELECT count(*) FROM application.alembic_version") == 1


async def test_a_right_given_to_all_is_taken_back(database: Addresses) -> None:
    name = database.admin_dsn.rpartition("/")[2]
    async with connected(database.admin_dsn) as admin:
        await admin.execute("GRANT CREATE ON SCHEMA public TO PUBLIC")
    await ensure_roles_and_schemas(database.admin_dsn, name, SERVICES, database.passwords)
    async with connected(database.url("application")) as connection:
        await refused(connection, ["CREATE TABLE public.mine (id int)"])


async def test_odd_names_and_passwords_are_quoted(
    database: Addresses, postgres_run: PostgresRun, worker_id: str
) -> None:
    service = f"o\"dd'{worker_id}"
    passwords = {service: "p'a\"s/s@w:ord", owner_of(service): "p%41"}
    odd = f"{postgres_run.folder.name}-o'dd-{worker_id}"
    await ensure_roles_and_schemas(database.admin_dsn, odd, [service], passwords)
    inside = Addresses(in_database(database.admin_dsn, odd), passwords)
    async with connected(inside.url(service)) as connection:
        assert await connection.fetchval("SELECT current_database()") == odd
    async with connected(database.admin_dsn) as admin:
        await admin.execute(f'DROP DATABASE "{odd}"')
        for role in (service, owner_of(service)):
            quoted = role.replace('"', '""')
            await admin.execute(f'DROP ROLE "{quoted}"')
