"""The disbursement service as an app in this process, and callers."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from services.disbursement.main import ALLOWLIST, create_app
from services.disbursement.settings import SERVICE, Settings
from services.kit.database import make_engine, make_sessions
from services.kit.field_keys import FieldKeys, generate_field_keys
from services.kit.foundation import Foundation
from services.kit.identifiers import uuid_of
from services.kit.internal_tokens import InternalAuthenticator, InternalSigner
from services.kit.pagination import CursorCodec
from services.kit.resources import AppResources
from services.kit.roles import Role
from services.kit.service_keys import PEERS_FILE, generate, private_key_file
from tests.api.disbursement.telling import Told, path_of
from tests.api.signed_clients import Client, ClientFor, RunningApp, clients_of, expect
from tests.conftest import PoolSizes
from tests.fixed_clock import FixedClock
from tests.postgres_run import Addresses

# An ordinary Monday.
NOW = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
NEIGHBOURS = ("gateway", "application", "repayment", "underwriting")

Draw = Callable[[Told], Awaitable[UUID]]


@pytest.fixture(scope="session")
def disbursement_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the keys of the service and its neighbours, and the field keys."""
    folder = tmp_path_factory.mktemp("keys")
    generate(folder, (*NEIGHBOURS, SERVICE))
    generate_field_keys(folder / f"{SERVICE}.fields.json")
    return folder


@pytest.fixture(scope="session")
def disbursement_settings(database: Addresses, disbursement_keys: Path) -> Settings:
    """The settings of a development process."""
    return Settings(
        environment="development",
        port=8103,
        ops_port=9103,
        worker_ops_port=9113,
        database_url=database.url(SERVICE),
        keys_dir=disbursement_keys,
        field_keys_file=disbursement_keys / f"{SERVICE}.fields.json",
        object_store_url=(disbursement_keys / "contracts").as_uri(),
        reading_s=0,
    )


@pytest.fixture(scope="session")
async def running_service(
    database: Addresses, disbursement_settings: Settings, disbursement_keys: Path
) -> AsyncIterator[RunningApp]:
    """One app for the whole run; use `service`, which puts the clock back."""
    engine = make_engine(database.url(SERVICE), schema=SERVICE, settings=PoolSizes())
    field_keys = FieldKeys.from_file(disbursement_settings.field_keys_file)
    sessions, clock = make_sessions(engine), FixedClock(NOW)
    foundation = Foundation(
        engine=engine,
        resources=AppResources(
            sessions=sessions, clock=clock, cursors=CursorCodec(field_keys.cursor)
        ),
        field_keys=field_keys,
        authenticator=InternalAuthenticator(
            f"svc:{SERVICE}", disbursement_keys / PEERS_FILE, ALLOWLIST
        ),
        checks={},
    )
    signers = {
        name: InternalSigner(private_key_file(disbursement_keys, name), f"svc:{name}")
        for name in NEIGHBOURS
    }
    app = create_app(disbursement_settings, foundation)
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
    """Callers of this app: `client_for(Role.FINANCE_MAKER)`."""
    async with clients_of(service) as make:
        yield make


@pytest.fixture
def neighbour(client_for: ClientFor) -> Client:
    """The application service's relay."""
    return client_for(subject="system:relay", signer="application")


@pytest.fixture
def borrower(client_for: ClientFor) -> Client:
    """Somebody with a contract of their own."""
    return client_for(Role.BORROWER)


@pytest.fixture
def drawn(neighbour: Client) -> Draw:
    """Tell of an accepted offer; the id of its contract comes back."""

    async def go(offer: Told) -> UUID:
        answer = expect(await neighbour.put(path_of(offer), offer), 200)
        return uuid_of("ctr", answer["contract_id"])

    return go
