"""The application service as an app in this process, and its neighbours."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from services.application import main
from services.application.demo import seed
from services.application.settings import SERVICE, Settings
from tests.api.running import new_keys, running, settings_of
from tests.api.signed_clients import Client, ClientFor, RunningApp
from tests.fixed_clock import FixedClock
from tests.postgres_run import Addresses


def settings_for(database: Addresses, keys: Path) -> Settings:
    """The settings of a development process."""
    objects = (keys / "materials").as_uri()
    return Settings(**settings_of(SERVICE, database, keys), object_store_url=objects)


@asynccontextmanager
async def running_at(settings: Settings) -> AsyncIterator[RunningApp]:
    """The service as an app in this process, with the sample products on offer."""
    async with running(SERVICE, main, settings, FixedClock()) as service:
        await seed(service.sessions, service.clock)
        yield service


@pytest.fixture(scope="session")
def application_settings(database: Addresses, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of the service on the worker's database."""
    return settings_for(database, new_keys(tmp_path_factory.mktemp("keys"), SERVICE))


@pytest.fixture(scope="session")
async def running_service(application_settings: Settings) -> AsyncIterator[RunningApp]:
    """One app for the whole run."""
    async with running_at(application_settings) as service:
        yield service


@pytest.fixture
def neighbour(client_for: ClientFor) -> Client:
    """The underwriting service's relay."""
    return client_for(subject="system:relay", signer="underwriting")


@pytest.fixture
def disbursement(client_for: ClientFor) -> Client:
    """The disbursement service's relay."""
    return client_for(subject="system:relay", signer="disbursement")


@pytest.fixture
def repayment(client_for: ClientFor) -> Client:
    """The repayment service's relay."""
    return client_for(subject="system:relay", signer="repayment")
