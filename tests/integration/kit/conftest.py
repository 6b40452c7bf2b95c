"""A small service with a database of its own, fresh for each test that asks."""

from collections.abc import AsyncIterator
from uuid import uuid4

import asyncpg
import pytest

from deploy.local.roles import ensure_roles_and_schemas, in_database, owner_of, with_login
from services.kit.database import make_engine, make_sessions
from tests.conftest import PoolSizes
from tests.integration.kit.notes import SERVICE, Notes, lay_tables
from tests.postgres_run import Addresses


@pytest.fixture(scope="session")
async def notes_template(database: Addresses, worker_id: str) -> AsyncIterator[tuple[str, str]]:
    """Name of a database with the notes service laid, and the password of its two roles."""
    name = f"notes-{worker_id}-{uuid4().hex}"
    password = next(iter(database.passwords.values()))
    passwords = {SERVICE: password, owner_of(SERVICE): password}
    await ensure_roles_and_schemas(database.admin_dsn, name, [SERVICE], passwords)
    inside = in_database(database.admin_dsn, name)
    await lay_tables(with_login(inside, owner_of(SERVICE), password))
    yield name, password
    await _execute(database.admin_dsn, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
async def notes(database: Addresses, notes_template: tuple[str, str]) -> AsyncIterator[Notes]:
    """The notes service, empty."""
    template, password = notes_template
    name = f"{template}-{uuid4().hex[:8]}"
    await _execute(database.admin_dsn, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    inside = in_database(database.admin_dsn, name)
    await _execute(inside, f'GRANT CONNECT ON DATABASE "{name}" TO {SERVICE}, {owner_of(SERVICE)}')
    url = with_login(inside, SERVICE, password)
    engine = make_engine(url, schema=SERVICE, settings=PoolSizes())
    admin = await asyncpg.connect(inside)
    yield Notes(
        engine, make_sessions(engine), url, with_login(inside, owner_of(SERVICE), password), admin
    )
    await admin.close()
    await engine.dispose()
    await _execute(database.admin_dsn, f'DROP DATABASE "{name}" WITH (FORCE)')


async def _execute(dsn: str, statement: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
