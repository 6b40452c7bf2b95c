"""Alembic at work on one schema: moving it up and down, and checking it against the tables.

Steps run as the schema's owner, each in its own transaction, with a short lock timeout and
retries, so that a migration waits behind traffic and never the other way round.
"""

import asyncio
import contextlib
import io
from collections.abc import AsyncIterator, Callable
from types import ModuleType
from typing import Final

import asyncpg
from alembic import command, context
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import Connection, MetaData, Table, TextClause, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from services.kit.ledgers import QUEUE_TABLES, attach_kit_tables
from services.kit.migrations import CONNECT_TIMEOUT_S, VERSION_TABLE, head, scripts_of

LOCK_TIMEOUT_MS: Final = 2_000
# A backfill takes its time, but no step runs for ever.
STATEMENT_TIMEOUT_MS: Final = 900_000
ATTEMPTS_MAX: Final = 10
RETRY_WAIT_S: Final = 1.0
TURN_TIMEOUT_S: Final = 120.0
TURN_POLL_S: Final = 0.1
LOCK_NOT_AVAILABLE: Final = "55P03"


class SchemaDiffers(Exception):
    """The migrations do not lead to the tables the code declares; the message lists how."""


class MigratorBusy(Exception):
    """Another migrator works on this schema and does not come to an end."""


class SchemaLocked(Exception):
    """Traffic held a lock that a step needs, through every attempt."""


async def upgrade(name: str, url: str, revision: str = "head") -> None:
    """Bring a schema up to `revision`. Raises MigratorBusy and SchemaLocked."""
    await _move(name, url, lambda config: command.upgrade(config, revision))


async def downgrade(name: str, url: str, revision: str) -> None:
    """Take a schema back to `revision` ("base" for nothing at all), its rows with it."""
    await _move(name, url, lambda config: command.downgrade(config, revision))


async def check(name: str, url: str) -> None:
    """Raise SchemaDiffers unless the migrated schema is what the tables declare."""
    try:
        await _move(name, url, command.check)
    except CommandError as error:
        raise SchemaDiffers(str(error)) from error


async def revise(name: str, url: str, message: str) -> None:
    """Write the next migration's file from what differs; a person reads and corrects it."""
    number = f"{int(head(name)) + 1:04}"
    await _move(
        name,
        url,
        lambda config: command.revision(config, message, autogenerate=True, rev_id=number),
    )


def run(metadata: MetaData, *_table_modules: ModuleType) -> None:
    """Alembic's env.py in one call: walk the steps asked for, on the connection handed in.

    Tables are looked for in the metadata's own schema alone. The modules that declare them are
    named only so that they are loaded, and the metadata is whole.
    """
    schema = metadata.schema
    kit = MetaData(schema=schema, naming_convention=metadata.naming_convention)
    attach_kit_tables(kit)

    def is_ours(found: str | None, kind: str, _parents: object) -> bool:
        if kind == "schema":
            return found == schema
        return kind != "table" or not (found in QUEUE_TABLES or _is_partition(found, metadata))

    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=[metadata, kit],
        version_table=VERSION_TABLE,
        version_table_schema=schema,
        include_schemas=True,
        include_name=is_ours,
        compare_type=True,
        compare_server_default=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def _is_partition(found: str | None, metadata: MetaData) -> bool:
    """Whether a table is `<table>_<number>` of one that is declared as partitioned."""
    whole, _, number = (found or "").rpartition("_")
    declared = metadata.tables.get(f"{metadata.schema}.{whole}")
    is_numbered = number.isascii() and number.isdigit()
    return is_numbered and declared is not None and _is_partitioned(declared)


def _is_partitioned(table: Table) -> bool:
    return table.dialect_options["postgresql"]["partition_by"] is not None


async def _move(name: str, url: str, steps: Callable[[Config], object]) -> None:
    async with _connection(url) as connection, _turn(connection, name):
        for attempt in range(1, ATTEMPTS_MAX + 1):
            try:
                await connection.run_sync(_with_alembic, name, steps)
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) != LOCK_NOT_AVAILABLE:
                    raise
                await connection.rollback()
                if attempt == ATTEMPTS_MAX:
                    raise SchemaLocked(f"{name}: gave up after {attempt} attempts.") from error
                # What is done stays done: the next attempt goes on from the last whole step.
                await asyncio.sleep(RETRY_WAIT_S)
            else:
                return


def _with_alembic(connection: Connection, name: str, steps: Callable[[Config], object]) -> None:
    config = Config(stdout=io.StringIO())
    config.set_main_option("script_location", str(scripts_of(name)).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    steps(config)


@contextlib.asynccontextmanager
async def _connection(url: str) -> AsyncIterator[AsyncConnection]:
    async def connect() -> asyncpg.Connection:
        return await asyncpg.connect(
            url,
            timeout=CONNECT_TIMEOUT_S,
            server_settings={
                "application_name": "migrations",
                "timezone": "UTC",
                # With the schema in the path alembic would take it for the nameless default.
                "search_path": "public",
                "lock_timeout": str(LOCK_TIMEOUT_MS),
                "statement_timeout": str(STATEMENT_TIMEOUT_MS),
            },
        )

    engine = create_async_engine("postgresql+asyncpg://", async_creator=connect, poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            yield connection
    finally:
        await engine.dispose()


@contextlib.asynccontextmanager
async def _turn(connection: AsyncConnection, name: str) -> AsyncIterator[None]:
    """Hold this schema's migration lock, on the connection that migrates."""
    key = {"key": f"migrations:{name}"}
    take = text("SELECT pg_try_advisory_lock(hashtextextended(:key, 0))")
    release = text("SELECT pg_advisory_unlock(hashtextextended(:key, 0))")
    try:
        async with asyncio.timeout(TURN_TIMEOUT_S):
            # Asked again and again: one waiting inside Postgres would hold a snapshot, for which
            # an index built concurrently waits, which holds the lock waited for.
            while not await _scalar(connection, take, key):  # noqa: ASYNC110 - see above
                await asyncio.sleep(TURN_POLL_S)
    except TimeoutError:
        raise MigratorBusy(f"{name}: waited {TURN_TIMEOUT_S:.0f} s for another migrator.") from None
    try:
        yield
    finally:
        await connection.rollback()
        await _scalar(connection, release, key)


async def _scalar(
    connection: AsyncConnection, statement: TextClause, values: dict[str, str]
) -> object:
    found = await connection.scalar(statement, values)
    await connection.commit()
    return found
