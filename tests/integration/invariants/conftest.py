"""A deployment's database for each test to spoil."""

from collections.abc import AsyncIterator

import pytest

from tests.integration.invariants.spoiled import Spoiled, spoiled
from tests.postgres_run import Addresses, PostgresRun


@pytest.fixture(scope="session")
async def empty_deployment(postgres_run: PostgresRun, worker_id: str) -> AsyncIterator[Addresses]:
    """A migrated database beside the worker's own: what other tests leave is no breach here."""
    addresses = await postgres_run.clone(f"{worker_id}-invariants")
    yield addresses
    await postgres_run.drop(addresses)


@pytest.fixture
async def spoil(empty_deployment: Addresses) -> AsyncIterator[Spoiled]:
    """It as a superuser sees it; what the test does to it is rolled back."""
    async with spoiled(empty_deployment.admin_dsn) as transaction:
        yield transaction
