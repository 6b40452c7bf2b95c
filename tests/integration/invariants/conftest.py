"""A deployment's database for each test to spoil."""

from collections.abc import AsyncIterator

import pytest

from tests.integration.invariants.spoiled import Spoiled, spoiled
from tests.postgres_run import Addresses


@pytest.fixture
async def spoil(database: Addresses) -> AsyncIterator[Spoiled]:
    """This worker's database as a superuser sees it; what the test does to it is rolled back."""
    async with spoiled(database.admin_dsn) as transaction:
        yield transaction
