"""What the role a service runs as may not do, in its own schema and in the others."""

import asyncpg
import pytest

from tests.postgres_run import SERVICES, Addresses


@pytest.mark.parametrize("service", SERVICES)
async def test_o4_a_service_reaches_no_other_schema(database: Addresses, service: str) -> None:
    connection = await asyncpg.connect(database.url(service))
    try:
        for other in set(SERVICES) - {service}:
            for statement in _attempts(other):
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await connection.execute(statement)
    finally:
        await connection.close()


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("table", ["audit", "audit_seals", "outbox", "outbox_deliveries"])
async def test_o4_a_service_cannot_rewrite_its_history(
    database: Addresses, service: str, table: str
) -> None:
    connection = await asyncpg.connect(database.url(service))
    try:
        assert await connection.fetchval(f"SELECT count(*) FROM {service}.{table}") is not None
        for statement in (f"DELETE FROM {service}.{table}", f"TRUNCATE {service}.{table}"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement)
        updatable = await connection.fetchval(
            "SELECT has_any_column_privilege($1, 'UPDATE')", f"{service}.{table}"
        )
        assert updatable is False
    finally:
        await connection.close()


@pytest.mark.parametrize("service", SERVICES)
async def test_o4_a_service_makes_and_changes_no_table(database: Addresses, service: str) -> None:
    connection = await asyncpg.connect(database.url(service))
    try:
        for statement in (
            f"CREATE TABLE {service}.mine (x int)",
            "CREATE TABLE public.mine (x int)",
            f"CREATE SCHEMA mine_{service}",
            f"ALTER TABLE {service}.audit ADD COLUMN x int",
            f"ALTER TABLE {service}.audit DISABLE TRIGGER ALL",
            f"DROP TABLE {service}.outbox",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement)
    finally:
        await connection.close()


def _attempts(other: str) -> tuple[str, ...]:
    return (
        f"SELECT * FROM {other}.outbox",
        f"DELETE FROM {other}.outbox",
        f"CREATE TABLE {other}.mine (x int)",
        f"SET ROLE {other}",
        f"SET ROLE {other}_owner",
    )
