"""The underwriting service as an app in this process, its worker's hand, and callers."""

from collections.abc import AsyncIterator, Awaitable, Callable
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


@pytest.fixture(scope="session")
def underwriting_settings(database: Addresses, underwriting_keys: Path) -> Settings:
    """The settings of a development process."""
    return Settings(**settings_of(SERVICE, database, underwriting_keys))


@pytest.fixture(scope="session")
async def running_service(underwriting_settings: Settings) -> AsyncIterator[RunningApp]:
    """One app for the whole run."""
    async with running(SERVICE, main, underwriting_settings, FixedClock(NOW)) as service:
        yield service


@pytest.fixture
def neighbour(client_for: ClientFor) -> Client:
    """The application service's relay."""
    return client_for(subject="system:relay", signer="application")


@pytest.fixture
def bureau() -> FakeBureau:
    """A bureau that has nothing bad to say, until a test makes it."""
    return FakeBureau()


@pytest.fixture
def desk(service: RunningApp, bureau: FakeBureau) -> Desk:
    """With what the worker assesses cases."""
    return Desk(service.sessions, service.clock, service.field_keys, bureau)


@pytest.fixture
def assessed(neighbour: Client, desk: Desk) -> Assess:
    """Tell of a submission and let the worker assess it; the case's id comes back."""

    async def go(submission: Told) -> UUID:
        answer = expect(await neighbour.put(path_of(submission), submission), 200)
        case_id = uuid_of("case", answer["case_id"])
        await assess_case(case_id, desk)
        return case_id

    return go


@pytest.fixture
async def bench(assessed: Assess, client_for: ClientFor) -> Bench:
    """A referred case, and people to work on it."""
    return bench_for(client_for, await assessed(referred()))
