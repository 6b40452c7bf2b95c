"""An app whose unsigned contracts all lapse on the same day: on a database nobody else is in."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.api.disbursement.conftest import running_at, settings_for
from tests.api.signed_clients import RunningApp
from tests.postgres_run import Addresses, PostgresRun


@pytest.fixture
async def own_database(postgres_run: PostgresRun) -> AsyncIterator[Addresses]:
    """An empty database of this test's own."""
    addresses = await postgres_run.clone(f"lapsing_{uuid4().hex[:12]}")
    yield addresses
    await postgres_run.drop(addresses)


@pytest.fixture
async def service(own_database: Addresses, disbursement_keys: Path) -> AsyncIterator[RunningApp]:
    """The app on an empty database."""
    async with running_at(settings_for(own_database, disbursement_keys)) as running:
        yield running
