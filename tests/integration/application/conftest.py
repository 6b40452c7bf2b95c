"""Keys and callers for use cases without HTTP, on a database that no other key ring writes to."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.kit.database import Sessions, make_engine, make_sessions
from services.kit.field_keys import FieldKeys, generate_field_keys
from tests.conftest import PoolSizes
from tests.postgres_run import Addresses, PostgresRun


@pytest.fixture(scope="session")
async def database(postgres_run: PostgresRun, worker_id: str) -> AsyncIterator[Addresses]:
    """A database apart: the app's tests list people, and could not open what these seal."""
    addresses = await postgres_run.clone(f"use-cases-{worker_id}")
    yield addresses
    await postgres_run.drop(addresses)


@pytest.fixture(scope="session")
async def application_sessions(database: Addresses) -> AsyncIterator[Sessions]:
    """Sessions of the application service in it, as its running role."""
    engine = make_engine(database.url("application"), schema="application", settings=PoolSizes())
    yield make_sessions(engine)
    await engine.dispose()


@pytest.fixture(scope="session")
def field_keys(tmp_path_factory: pytest.TempPathFactory) -> FieldKeys:
    """The keys personal fields of these tests are sealed with."""
    file: Path = tmp_path_factory.mktemp("field-keys") / "application.fields.json"
    generate_field_keys(file)
    return FieldKeys.from_file(file)
