"""The two services of the first leg, on a database that no other test writes to."""

from collections.abc import AsyncIterator

import pytest

from tests.contracts.pair import Pair, a_pair
from tests.postgres_run import PostgresRun


@pytest.fixture(scope="session")
async def pair(
    postgres_run: PostgresRun, worker_id: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Pair]:
    """Application and underwriting, telling one another."""
    database = await postgres_run.clone(f"{worker_id}-contracts")
    async with a_pair(database, tmp_path_factory.mktemp("pair")) as running:
        yield running
    await postgres_run.drop(database)
