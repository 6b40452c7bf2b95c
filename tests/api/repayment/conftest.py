"""The repayment service as an app in this process, and its neighbour."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.repayment import main
from services.repayment.settings import SERVICE, Settings
from tests.api.running import new_keys, running, settings_of
from tests.api.signed_clients import Client, ClientFor, RunningApp
from tests.fixed_clock import FixedClock
from tests.postgres_run import Addresses

# After the value dates that tests tell of: money arrives on no day that is still to come.
TODAY = datetime(2026, 3, 31, 2, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def repayment_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the keys of the service and its neighbours."""
    return new_keys(tmp_path_factory.mktemp("keys"), SERVICE)


def settings_for(database: Addresses, keys: Path) -> Settings:
    """The settings of a development process; what only a sandbox offers is tried too."""
    return Settings(**settings_of(SERVICE, database, keys), sandbox=True)


@pytest.fixture(scope="session")
def repayment_settings(database: Addresses, repayment_keys: Path) -> Settings:
    """The settings of the service on the worker's database."""
    return settings_for(database, repayment_keys)


def running_at(settings: Settings) -> AbstractAsyncContextManager[RunningApp]:
    """The service as an app in this process, on its business day."""
    return running(SERVICE, main, settings, FixedClock(TODAY))


@pytest.fixture(scope="session")
async def running_service(repayment_settings: Settings) -> AsyncIterator[RunningApp]:
    """One app for the whole run."""
    async with running_at(repayment_settings) as service:
        yield service


@pytest.fixture
def neighbour(client_for: ClientFor) -> Client:
    """The disbursement service's relay."""
    return client_for(subject="system:relay", signer="disbursement")
