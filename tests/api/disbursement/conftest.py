"""The disbursement service as an app in this process, and callers."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from services.disbursement import main
from services.disbursement.settings import SERVICE, Settings
from services.kit.identifiers import uuid_of
from services.kit.roles import Role
from tests.api.disbursement.telling import Told, path_of
from tests.api.running import new_keys, running, settings_of
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect
from tests.fixed_clock import FixedClock
from tests.postgres_run import Addresses

# An ordinary Monday.
NOW = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)

Draw = Callable[[Told], Awaitable[UUID]]


@pytest.fixture(scope="session")
def disbursement_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the keys of the service and its neighbours."""
    return new_keys(tmp_path_factory.mktemp("keys"), SERVICE)


def settings_for(database: Addresses, keys: Path) -> Settings:
    """The settings of a development process; nobody is made to wait while they read."""
    return Settings(
        **settings_of(SERVICE, database, keys),
        object_store_url=(keys / "contracts").as_uri(),
        reading_s=0,
    )


@pytest.fixture(scope="session")
def disbursement_settings(database: Addresses, disbursement_keys: Path) -> Settings:
    """The settings of the service on the worker's database."""
    return settings_for(database, disbursement_keys)


def running_at(settings: Settings) -> AbstractAsyncContextManager[RunningApp]:
    """The service as an app in this process."""
    return running(SERVICE, main, settings, FixedClock(NOW))


@pytest.fixture(scope="session")
async def running_service(disbursement_settings: Settings) -> AsyncIterator[RunningApp]:
    """One app for the whole run."""
    async with running_at(disbursement_settings) as service:
        yield service


@pytest.fixture
def neighbour(client_for: ClientFor) -> Client:
    """The application service's relay."""
    return client_for(subject="system:relay", signer="application")


@pytest.fixture
def borrower(client_for: ClientFor) -> Client:
    """Somebody with a contract of their own."""
    return client_for(Role.BORROWER)


def drawing(relay: Client) -> Draw:
    """Tell of an accepted offer; the id of its contract comes back."""

    async def go(offer: Told) -> UUID:
        answer = expect(await relay.put(path_of(offer), offer), 200)
        return uuid_of("ctr", answer["contract_id"])

    return go


@pytest.fixture
def drawn(neighbour: Client) -> Draw:
    """The same of this service, by its neighbour."""
    return drawing(neighbour)
