"""The underwriting service as an app in this process, its worker's hand, and callers."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from services.kit.identifiers import uuid_of
from services.underwriting import main
from services.underwriting.cases.use_cases.assess_case import Desk, assess_case
from services.underwriting.settings import SERVICE, Settings
from tests.api.running import new_keys, running, settings_of
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect
from tests.api.underwriting.bureau_of_tests import FakeBureau
from tests.api.underwriting.officers import Bench, bench_for, referred
from tests.api.underwriting.telling import Told, path_of
from tests.fixed_clock import FixedClock
from tests.postgres_run import Addresses

# An ordinary Monday, after the first rulebook has begun.
NOW = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)

Assess = Callable[[Told], Awaitable[UUID]]


@pytest.fixture(scope="session")
def underwriting_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the keys of the service and its neighbours."""
    return new_keys(tmp_path_factory.mktemp("keys"), SERVICE)


def settings_for(database: Addresses, keys: Path) -> Settings:
    """The settings of a development process."""
    return Settings(**settings_of(SERVICE, database, keys))


@pytest.fixture(scope="session")
def underwriting_settings(database: Addresses, underwriting_keys: Path) -> Settings:
    """The settings of the service on the worker's database."""
    return settings_for(database, underwriting_keys)


def running_at(settings: Settings) -> AbstractAsyncContextManager[RunningApp]:
    """The service as an app in this process."""
    return running(SERVICE, main, settings, FixedClock(NOW))


@pytest.fixture(scope="session")
async def running_service(underwriting_settings: Settings) -> AsyncIterator[RunningApp]:
    """One app for the whole run."""
    async with running_at(underwriting_settings) as service:
        yield service


@pytest.fixture
def neighbour(client_for: ClientFor) -> Client:
    """The application service's relay."""
    return client_for(subject="system:relay", signer="application")


@pytest.fixture
def bureau() -> FakeBureau:
    """A bureau that has nothing bad to say, until a test makes it."""
    return FakeBureau()


def desk_of(service: RunningApp, bureau: FakeBureau) -> Desk:
    """With what the service's worker assesses cases."""
    return Desk(service.sessions, service.clock, service.field_keys, bureau)


@pytest.fixture
def desk(service: RunningApp, bureau: FakeBureau) -> Desk:
    """The worker's."""
    return desk_of(service, bureau)


def assessing(relay: Client, desk: Desk) -> Assess:
    """Tell of a submission and let the worker assess it; the case's id comes back."""

    async def go(submission: Told) -> UUID:
        answer = expect(await relay.put(path_of(submission), submission), 200)
        case_id = uuid_of("case", answer["case_id"])
        await assess_case(case_id, desk)
        return case_id

    return go


@pytest.fixture
def assessed(neighbour: Client, desk: Desk) -> Assess:
    """The same of this service, by its neighbour."""
    return assessing(neighbour, desk)


@pytest.fixture
async def bench(assessed: Assess, client_for: ClientFor) -> Bench:
    """A referred case, and people to work on it."""
    return bench_for(client_for, await assessed(referred()))
