"""The repayment service as an app in this process, and its callers."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.kit.database import make_engine, make_sessions
from services.kit.field_keys import FieldKeys, generate_field_keys
from services.kit.foundation import Foundation
from services.kit.internal_tokens import InternalAuthenticator, InternalSigner
from services.kit.pagination import CursorCodec
from services.kit.resources import AppResources
from services.kit.service_keys import PEERS_FILE, generate, private_key_file
from services.repayment.main import create_app
from services.repayment.settings import SERVICE, Settings
from tests.api.signed_clients import Client, ClientFor, RunningApp, clients_of
from tests.conftest import PoolSizes
from tests.fixed_clock import FixedClock
from tests.postgres_run import Addresses


@pytest.fixture(scope="session")
def repayment_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the keys of gateway and service, and the field keys."""
    folder = tmp_path_factory.mktemp("keys")
    generate(folder, ("gateway", SERVICE))
    generate_field_keys(folder / f"{SERVICE}.fields.json")
    return folder


@pytest.fixture(scope="session")
async def service(database: Addresses, repayment_keys: Path) -> AsyncIterator[RunningApp]:
    """One app for the whole run."""
    field_keys_file = repayment_keys / f"{SERVICE}.fields.json"
    settings = Settings(
        environment="development",
        port=8104,
        ops_port=9104,
        worker_ops_port=9114,
        database_url=database.url(SERVICE),
        keys_dir=repayment_keys,
        field_keys_file=field_keys_file,
    )
    engine = make_engine(database.url(SERVICE), schema=SERVICE, settings=PoolSizes())
    field_keys = FieldKeys.from_file(field_keys_file)
    sessions, clock = make_sessions(engine), FixedClock()
    foundation = Foundation(
        engine=engine,
        resources=AppResources(
            sessions=sessions, clock=clock, cursors=CursorCodec(field_keys.cursor)
        ),
        field_keys=field_keys,
        authenticator=InternalAuthenticator(f"svc:{SERVICE}", repayment_keys / PEERS_FILE),
        checks={},
    )
    signer = InternalSigner(private_key_file(repayment_keys, "gateway"), "svc:gateway")
    app = create_app(settings, foundation)
    async with app.router.lifespan_context(app):
        yield RunningApp(SERVICE, app, sessions, clock, field_keys, {"gateway": signer})


@pytest.fixture
async def client_for(service: RunningApp) -> AsyncIterator[ClientFor]:
    """Callers of this app: `client_for(Role.BORROWER)`."""
    async with clients_of(service) as client_for:
        yield client_for


@pytest.fixture
def anonymous(client_for: ClientFor) -> Client:
    """Somebody without a login, as the gateway introduces them."""
    return client_for(subject="anonymous")
