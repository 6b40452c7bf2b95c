"""The underwriting service as an app in this process, its worker's hand, and callers."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from services.kit.database import make_engine, make_sessions
from services.kit.field_keys import FieldKeys, generate_field_keys
from services.kit.foundation import Foundation
from services.kit.identifiers import uuid_of
from services.kit.internal_tokens import InternalAuthenticator, InternalSigner
from services.kit.pagination import CursorCodec
from services.kit.resources import AppResources
from services.kit.service_keys import PEERS_FILE, generate, private_key_file
from services.underwriting.cases.use_cases.assess_case import Desk, assess_case
from services.underwriting.main import ALLOWLIST, create_app
from services.underwriting.settings import SERVICE, Settings
from tests.api.signed_clients import Client, ClientFor, RunningApp, clients_of, expect
from tests.api.underwriting.bureau_of_tests import FakeBureau
from tests.api.underwriting.officers import Bench, bench_for, referred
from tests.api.underwriting.telling import Told, path_of
from tests.conftest import PoolSizes
from tests.fixed_clock import FixedClock
from tests.postgres_run import Addresses

# An ordinary Monday, after the first rulebook has begun.
NOW = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
NEIGHBOURS = ("gateway", "application", "repayment")

Assess = Callable[[Told], Awaitable[UUID]]


@pytest.fixture(scope="session")
def underwriting_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the keys of the service and its neighbours, and the field keys."""
    folder = tmp_path_factory.mktemp("keys")
    generate(folder, (*NEIGHBOURS, SERVICE))
    generate_field_keys(folder / f"{SERVICE}.fields.json")
    return folder


@pytest.fixture(scope="session")
def underwriting_settings(database: Addresses, underwriting_keys: Path) -> Settings:
    """The settings of a development process."""
    return Settings(
        environment="development",
        port=8102,
        ops_port=9102,
        worker_ops_port=9112,
        database_url=database.url(SERVICE),
        keys_dir=underwriting_keys,
        field_keys_file=underwriting_keys / f"{SERVICE}.fields.json",
    )


@pytest.fixture(scope="session")
async def running_service(
    database: Addresses, underwriting_settings: Settings, underwriting_keys: Path
) -> AsyncIterator[RunningApp]:
    """One app for the whole run; use `service`, which puts the clock back."""
    engine = make_engine(database.url(SERVICE), schema=SERVICE, settings=PoolSizes())
    field_keys = FieldKeys.from_file(underwriting_settings.field_keys_file)
    sessions, clock = make_sessions(engine), FixedClock(NOW)
    foundation = Foundation(
        engine=engine,
        resources=AppResources(
            sessions=sessions, clock=clock, cursors=CursorCodec(field_keys.cursor)
        ),
        field_keys=field_keys,
        authenticator=InternalAuthenticator(
            f"svc:{SERVICE}", underwriting_keys / PEERS_FILE, ALLOWLIST
        ),
        checks={},
    )
    signers = {
        name: InternalSigner(private_key_file(underwriting_keys, name), f"svc:{name}")
        for name in NEIGHBOURS
    }
    app = create_app(underwriting_settings, foundation)
    async with app.router.lifespan_context(app):
        yield RunningApp(SERVICE, app, sessions, clock, field_keys, signers)


@pytest.fixture
def service(running_service: RunningApp) -> Iterator[RunningApp]:
    """The app; a clock that was moved is put back."""
    began_at = running_service.clock.now()
    yield running_service
    running_service.clock.advance(began_at - running_service.clock.now())


@pytest.fixture
async def client_for(service: RunningApp) -> AsyncIterator[ClientFor]:
    """Callers of this app: `client_for(Role.UNDERWRITER)`."""
    async with clients_of(service) as client_for:
        yield client_for


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
