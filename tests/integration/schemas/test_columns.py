"""What the columns and keys of every service can hold."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from tests.postgres_run import SERVICES, Addresses

FRACTIONAL = ["numeric", "real", "double precision", "money"]
MONEY = "amount_minor"


@pytest.fixture
async def catalogue(database: Addresses) -> AsyncIterator[asyncpg.Connection]:
    """A superuser's connection, for reading what there is."""
    connection = await asyncpg.connect(database.admin_dsn)
    yield connection
    await connection.close()


async def test_i3_no_column_can_hold_nan(catalogue: asyncpg.Connection) -> None:
    found = await catalogue.fetch(
        "SELECT table_schema, table_name, column_name, data_type FROM information_schema.columns "
        "WHERE table_schema = ANY($1) AND data_type = ANY($2)",
        list(SERVICES),
        FRACTIONAL,
    )
    assert [tuple(row) for row in found] == []


async def test_amounts_are_bigint(catalogue: asyncpg.Connection) -> None:
    found = await catalogue.fetch(
        "SELECT table_name, column_name, data_type FROM information_schema.columns "
        "WHERE table_schema = ANY($1) AND column_name LIKE '%amount%'",
        list(SERVICES),
    )
    assert found
    assert {row["data_type"] for row in found if row["column_name"].endswith(MONEY)} == {"bigint"}
    assert {row["data_type"] for row in found} <= {"bigint", "jsonb"}


async def test_amounts_are_checked(catalogue: asyncpg.Connection) -> None:
    """A bound in the database, whatever the code above it forgets."""
    amounts = await catalogue.fetch(
        "SELECT table_schema, table_name, column_name FROM information_schema.columns "
        "WHERE table_schema = ANY($1) AND column_name LIKE '%amount_minor'",
        list(SERVICES),
    )
    for row in amounts:
        checks = await catalogue.fetch(
            "SELECT pg_get_constraintdef(c.oid) AS rule FROM pg_constraint c "
            "JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace "
            "WHERE c.contype = 'c' AND n.nspname = $1 AND t.relname = $2",
            row["table_schema"],
            row["table_name"],
        )
        assert any(row["column_name"] in check["rule"] for check in checks), tuple(row)


async def test_no_foreign_key_leaves_its_schema(catalogue: asyncpg.Connection) -> None:
    crossing = await catalogue.fetch(
        "SELECT c.conname FROM pg_constraint c JOIN pg_class a ON a.oid = c.conrelid "
        "JOIN pg_class b ON b.oid = c.confrelid "
        "WHERE c.contype = 'f' AND a.relnamespace <> b.relnamespace"
    )
    assert [row["conname"] for row in crossing] == []


async def test_every_foreign_key_is_indexed(catalogue: asyncpg.Connection) -> None:
    """An index begins with its first column; without, deleting a parent reads the whole child."""
    bare = await catalogue.fetch(
        "SELECT c.conrelid::regclass::text AS child, c.conname FROM pg_constraint c "
        "JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace "
        "WHERE c.contype = 'f' AND n.nspname = ANY($1) AND NOT EXISTS ("
        " SELECT 1 FROM pg_index i WHERE i.indrelid = c.conrelid"
        " AND split_part(i.indkey::text, ' ', 1)::int2 = c.conkey[1])",
        list(SERVICES),
    )
    assert [tuple(row) for row in bare] == []


async def test_instants_carry_their_zone(catalogue: asyncpg.Connection) -> None:
    naive = await catalogue.fetch(
        "SELECT table_name, column_name FROM information_schema.columns "
        "WHERE table_schema = ANY($1) AND data_type = 'timestamp without time zone'",
        list(SERVICES),
    )
    assert [tuple(row) for row in naive] == []
