"""Deployments with a database of their own: a clock that was moved cannot be put back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from tests.api.sandbox.deployment import Deployment, deployed
from tests.postgres_run import Addresses, PostgresRun


@asynccontextmanager
async def _database(run: PostgresRun) -> AsyncIterator[Addresses]:
    addresses = await run.clone(uuid4().hex[:12])
    yield addresses
    await run.drop(addresses)


@pytest.fixture
async def own_database(postgres_run: PostgresRun) -> AsyncIterator[Addresses]:
    """A migrated database of the test's own."""
    async with _database(postgres_run) as addresses:
        yield addresses


@pytest.fixture
async def sandbox(own_database: Addresses, tmp_path: Path) -> AsyncIterator[Deployment]:
    """A sandbox deployment, its clock on the machine's day."""
    async with deployed(own_database, tmp_path) as running:
        yield running


@pytest.fixture(scope="module")
async def still(
    postgres_run: PostgresRun, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Deployment]:
    """A sandbox deployment for tests that do not move its clock."""
    async with (
        _database(postgres_run) as addresses,
        deployed(addresses, tmp_path_factory.mktemp("still")) as running,
    ):
        yield running
