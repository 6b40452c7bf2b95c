"""The repayment service as an app in this process, and its callers."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.kit.database import make_engine, make_sessions
from services.kit.field_keys import FieldKeys, generate_field_keys
from services.kit.foundation import Foundation
from services.kit.internal_tokens import InternalAuthenticator, InternalSigner
from services.kit.pagination import CursorCodec
from services.kit.resources import AppResources
from services.kit.service_keys import PEERS_FILE, generate, private_key_file
from services.repayment.main import ALLOWLIST, create_app
from services.repayment.settings import SERVICE, Settings
from tests.api.signed_clients import Client, ClientFor, RunningApp, clients_of
from tests.conftest import PoolSizes
from tests.fixed_clock import FixedClock
from tests.postgres_run import Addresses

# After the value dates that tests tell of: money arrives on no day that is still to come.
TODAY = datetime(2026, 3, 31, 2, 30, tzinfo=UTC)
NEIGHBOURS = ("gateway", "disbursement", "application")


@pytest.fixture(scope="session")
def repayment_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the keys of the service and its neighbours, and the field keys."""
    folder = tmp_path_factory.mktemp("keys")
    generate(folder, (*NEIGHBOURS, SERVICE))
    generate_field_keys(folder / f"{SERVICE}.fields.json")
    return folder


def settings_for(database: Addresses, keys: Path) -> Settings:
    """The settings of a development process on that database."""
    return Settings(
        environment="development",
        sandbox=True,  # what only a sandbox offers is tried too
        port=8104,
        ops_port=9104,
        worker_ops_port=9114,
        database_url=database.url(SERVICE),
        keys_dir=keys,
        field_keys_file=keys / f"{SERVICE}.fields.json",
    )


@pytest.fixture(scope="session")
def repayment_settings(database: Addresses, repayment_keys: Path) -> Settings:
    """The settings of the service on the worker's database."""
    return settings_for(database, repayment_keys)


@pytest.fixture(scope="session")
async def running_service(
    database: Addresses, repayment_settings: Settings, repayment_keys: Path
) -> AsyncIterator[RunningApp]:
    """One app for the whole run; use `service`, which puts the clock back."""
    async with running_on(database, repayment_settings, repayment_keys) as running:
        yield running


@asynccontextmanager
async def running_on(
    database: Addresses, repayment_settings: Settings, repayment_keys: Path
) -> AsyncIterator[RunningApp]:
    """The service as an app in this process, on that database."""
    engine = make_engine(database.url(SERVICE), schema=SERVICE, settings=PoolSizes())
    field_keys = FieldKeys.from_file(repayment_settings.field_keys_file)
    sessions, clock = make_sessions(engine), FixedClock(TODAY)
    foundation = Foundation(
        engine=engine,
        resources=AppResources(
            sessions=sessions, clock=clock, cursors=CursorCodec(field_keys.cursor)
        ),
        field_keys=field_keys,
        authenticator=InternalAuthenticator(
            f"svc:{SERVICE}", repayment_keys / PEERS_FILE, ALLOWLIST
        ),
        checks={},
    )
    signers = {
        name: InternalSigner(private_key_file(repayment_keys, name), f"svc:{name}")
        for name in NEIGHBOURS
    }
    app = create_app(repayment_settings, foundation)
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
    """Callers of this app: `client_for(Role.BORROWER)`."""
    async with clients_of(service) as client_for:
        yield client_for


@pytest.fixture
def anonymous(client_for: ClientFor) -> Client:
    """Somebody without a login, as the gateway introduces them."""
    return client_for(subject="anonymous")


@pytest.fixture
def neighbour(client_for: ClientFor) -> Client:
    """The disbursement service's relay."""
    return client_for(subject="system:relay", signer="disbursement")
