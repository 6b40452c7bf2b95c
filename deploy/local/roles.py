"""One database, and in it for each service a schema, an owner who migrates and a role that runs."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Final
from urllib.parse import quote, urlsplit

import asyncpg

CONNECT_TIMEOUT_S: Final = 10.0
COMMAND_TIMEOUT_S: Final = 30.0
# Roles belong to the whole server: two runs at once would trip over each other's catalog rows.
ROLES_LOCK_ID: Final = 7_140_001


def owner_of(service: str) -> str:
    """The role that owns a service's schema and migrates it."""
    return f"{service}_owner"


def in_database(dsn: str, database: str) -> str:
    """The same address, another database."""
    return urlsplit(dsn)._replace(path=f"/{quote(database, safe='')}").geturl()


def with_login(dsn: str, role: str, password: str) -> str:
    """The same address, another role."""
    server = urlsplit(dsn).netloc.rpartition("@")[2]
    login = f"{quote(role, safe='')}:{quote(password, safe='')}"
    return urlsplit(dsn)._replace(netloc=f"{login}@{server}").geturl()


def at_port(dsn: str, port: int) -> str:
    """The same address, another port of its host."""
    login, _, server = urlsplit(dsn).netloc.rpartition("@")
    host = server.rpartition(":")[0]
    return urlsplit(dsn)._replace(netloc=f"{login}@{host}:{port}").geturl()


async def ensure_roles_and_schemas(
    admin_dsn: str, database: str, services: Sequence[str], passwords: Mapping[str, str]
) -> None:
    """Make database, roles and schemas where missing, and set them right where not.

    `passwords` has one per role: `<name>` runs, `<name>_owner` migrates. Nobody else may
    connect, and the public schema is closed to all. Running it again changes nothing.
    """
    async with _connection(admin_dsn) as admin:
        await admin.execute("SELECT pg_advisory_lock($1)", ROLES_LOCK_ID)
        for service in services:
            for role in (service, owner_of(service)):
                await _ensure_role(admin, role, passwords[role])
        await _ensure_database(admin, database)
        async with _connection(in_database(admin_dsn, database)) as inside:
            await _close_to_public(inside, database)
            for service in services:
                await _ensure_schema(inside, database, service)


async def _ensure_role(admin: asyncpg.Connection, role: str, password: str) -> None:
    exists = await admin.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", role)
    verb = "ALTER" if exists else "CREATE"
    rights = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION NOBYPASSRLS"
    await _execute(admin, f"{verb} ROLE %I {rights} PASSWORD %L", role, password)


async def _ensure_database(admin: asyncpg.Connection, database: str) -> None:
    if not await admin.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", database):
        await _execute(admin, "CREATE DATABASE %I", database)


async def _close_to_public(inside: asyncpg.Connection, database: str) -> None:
    await _execute(inside, "REVOKE ALL ON DATABASE %I FROM PUBLIC", database)
    await inside.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")


async def _ensure_schema(inside: asyncpg.Connection, database: str, service: str) -> None:
    owner = owner_of(service)
    await _execute(inside, "CREATE SCHEMA IF NOT EXISTS %I AUTHORIZATION %I", service, owner)
    await _execute(inside, "GRANT USAGE ON SCHEMA %I TO %I", service, service)
    await _execute(inside, "GRANT CONNECT ON DATABASE %I TO %I, %I", database, service, owner)


async def _execute(connection: asyncpg.Connection, template: str, *names: str) -> None:
    """Run a statement that takes no parameters, its names and literals quoted by the server."""
    arguments = ", ".join(f"${position}::text" for position in range(2, len(names) + 2))
    statement = await connection.fetchval(f"SELECT format($1, {arguments})", template, *names)
    await connection.execute(statement)


@asynccontextmanager
async def _connection(dsn: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(
        dsn, timeout=CONNECT_TIMEOUT_S, command_timeout=COMMAND_TIMEOUT_S
    )
    try:
        yield connection
    finally:
        await connection.close()
