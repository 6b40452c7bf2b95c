"""Application and underwriting, whole, in this process: each with the other's address and key.

Between them are the clients and relays their workers use, over real ports, with real tokens.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from services.application import main as application_main
from services.application.demo import seed
from services.application.destinations.underwriting import UnderwritingClient, UnderwritingService
from services.application.settings import Settings as ApplicationSettings
from services.kit.database import make_engine, make_sessions
from services.kit.deliveries import Destination
from services.kit.field_keys import FieldKeys, generate_field_keys
from services.kit.foundation import Foundation
from services.kit.http import ServiceClient
from services.kit.internal_tokens import InternalAuthenticator, InternalSigner
from services.kit.pagination import CursorCodec
from services.kit.relay import Relay
from services.kit.resources import AppResources
from services.kit.service_keys import PEERS_FILE, generate, private_key_file
from services.underwriting import main as underwriting_main
from services.underwriting.cases.destination import ApplicationService as ToApplication
from services.underwriting.cases.use_cases.assess_case import Desk
from services.underwriting.settings import Settings as UnderwritingSettings
from tests.api.signed_clients import ClientFor, RunningApp, clients_of
from tests.api.underwriting.bureau_of_tests import FakeBureau
from tests.conftest import PoolSizes
from tests.fixed_clock import FixedClock
from tests.postgres_run import Addresses
from tests.serving import served

# A Monday after the first rulebook has begun, for both.
NOW = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
NAMES = ("application", "underwriting")
# Neighbours of the pair that a test may set up beside it.
FURTHER = ("disbursement", "repayment")
TIMEOUT_S = 10.0


@dataclass(frozen=True)
class Pair:
    """The two services, whom each tells, their callers, and who works in them."""

    application: RunningApp
    underwriting: RunningApp
    to_underwriting: UnderwritingService
    to_application: ToApplication
    applying: ClientFor
    deciding: ClientFor
    desk: Desk
    database: Addresses
    keys: Path

    async def tell(self) -> None:
        """Let both relays tell what there is to tell."""
        await Relay(self.application.sessions, [self.to_underwriting]).sweep()
        await Relay(self.underwriting.sessions, [self.to_application]).sweep()

    async def rows(self, service: str, statement: str, **values: Any) -> list[Any]:
        """What a statement finds in the schema of one of the two."""
        sessions = getattr(self, service).sessions
        async with sessions() as session:
            return list((await session.execute(text(statement), values)).mappings())

    def destination(self, service: str) -> Destination:
        """Whom a service tells."""
        return self.to_underwriting if service == "application" else self.to_application


@asynccontextmanager
async def a_pair(database: Addresses, folder: Path) -> AsyncIterator[Pair]:
    """The two of them, on an empty database, with products on offer."""
    keys, clock = folder / "keys", FixedClock(NOW)
    signers = _signers_in(keys)
    async with AsyncExitStack() as life:
        grounds = {
            name: await ground_of(life, (name, main.ALLOWLIST), database, keys, clock)
            for name, main in zip(NAMES, (application_main, underwriting_main), strict=True)
        }
        files = (folder / "objects").as_uri()
        apps = {
            "application": application_main.create_app(
                ApplicationSettings(**settings_of("application", database, keys, files)),
                grounds["application"],
            ),
            "underwriting": underwriting_main.create_app(
                UnderwritingSettings(**settings_of("underwriting", database, keys)),
                grounds["underwriting"],
            ),
        }
        running = {
            name: RunningApp(
                name, apps[name], ground.resources.sessions, clock, ground.field_keys, signers
            )
            for name, ground in grounds.items()
        }
        clients = {}
        for name, other in (NAMES, NAMES[::-1]):
            address = await life.enter_async_context(served(apps[name]))
            client = ServiceClient(name, address, signers[other], timeout_s=TIMEOUT_S)
            clients[name] = await life.enter_async_context(client)
        application, underwriting = (running[name] for name in NAMES)
        await seed(application.sessions, clock)
        yield Pair(
            application=application,
            underwriting=underwriting,
            to_underwriting=UnderwritingService(
                application.sessions,
                application.field_keys,
                UnderwritingClient(clients["underwriting"]),
            ),
            to_application=ToApplication(underwriting.sessions, clients["application"]),
            applying=await life.enter_async_context(clients_of(application)),
            deciding=await life.enter_async_context(clients_of(underwriting)),
            desk=Desk(underwriting.sessions, clock, underwriting.field_keys, FakeBureau()),
            database=database,
            keys=keys,
        )


def _signers_in(keys: Path) -> dict[str, InternalSigner]:
    """Who may sign, with a key of their own in this folder; the pair's field keys beside."""
    services = (*NAMES, *FURTHER)
    generate(keys, ("gateway", *services))
    for name in NAMES:
        generate_field_keys(keys / f"{name}.fields.json")
    return {
        name: InternalSigner(private_key_file(keys, name), f"svc:{name}")
        for name in ("gateway", *services)
    }


async def ground_of(
    life: AsyncExitStack,
    door: tuple[str, Mapping[str, tuple[str, ...]]],
    database: Addresses,
    keys: Path,
    clock: FixedClock,
) -> Foundation:
    """What a service of this name and allowlist stands on."""
    name, allowlist = door
    engine: AsyncEngine = make_engine(database.url(name), schema=name, settings=PoolSizes())
    life.push_async_callback(engine.dispose)
    field_keys = FieldKeys.from_file(keys / f"{name}.fields.json")
    return Foundation(
        engine=engine,
        resources=AppResources(
            sessions=make_sessions(engine), clock=clock, cursors=CursorCodec(field_keys.cursor)
        ),
        field_keys=field_keys,
        authenticator=InternalAuthenticator(f"svc:{name}", keys / PEERS_FILE, allowlist),
        checks={},
    )


def settings_of(name: str, database: Addresses, keys: Path, files: str | None = None) -> Any:
    """The settings of a service; `files` is where it keeps them, if it does."""
    told = {
        "environment": "development",
        "port": 8101,
        "ops_port": 9101,
        "worker_ops_port": 9111,
        "database_url": database.url(name),
        "keys_dir": keys,
        "field_keys_file": keys / f"{name}.fields.json",
    }
    return told if files is None else told | {"object_store_url": files}
