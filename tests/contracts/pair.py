"""Application and underwriting, whole, in this process: each with the other's address and key.

Between them are the clients and relays their workers use, over real ports, with real tokens.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text

from services.application import main as application_main
from services.application.demo import seed
from services.application.destinations.underwriting import UnderwritingClient, UnderwritingService
from services.application.settings import Settings as ApplicationSettings
from services.kit.deliveries import Destination
from services.kit.http import ServiceClient
from services.kit.relay import Relay
from services.underwriting import main as underwriting_main
from services.underwriting.cases.destination import ApplicationService as ToApplication
from services.underwriting.cases.use_cases.assess_case import Desk
from services.underwriting.settings import Settings as UnderwritingSettings
from tests.api.running import new_keys, set_up, settings_of
from tests.api.signed_clients import ClientFor, RunningApp, clients_of
from tests.api.underwriting.bureau_of_tests import FakeBureau
from tests.fixed_clock import FixedClock
from tests.postgres_run import Addresses
from tests.serving import served

# A Monday after the first rulebook has begun, for both.
NOW = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
NAMES = ("application", "underwriting")
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
    keys, clock = new_keys(folder / "keys", *NAMES), FixedClock(NOW)
    application = set_up(
        "application",
        application_main,
        ApplicationSettings(
            **settings_of("application", database, keys),
            object_store_url=(folder / "objects").as_uri(),
        ),
        clock,
    )
    underwriting = set_up(
        "underwriting",
        underwriting_main,
        UnderwritingSettings(**settings_of("underwriting", database, keys)),
        clock,
    )
    async with AsyncExitStack() as life:
        clients = {}
        for told, teller in ((application, underwriting), (underwriting, application)):
            address = await life.enter_async_context(served(told.app))
            signer = teller.signers[teller.name]
            client = ServiceClient(told.name, address, signer, timeout_s=TIMEOUT_S)
            clients[told.name] = await life.enter_async_context(client)
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
