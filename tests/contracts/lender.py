"""Repayment beside the pair: told by disbursement, telling both of them with its own clients."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from services.kit.database import make_engine, make_sessions
from services.kit.deliveries import Delivery, Destination, Message
from services.kit.field_keys import FieldKeys, generate_field_keys
from services.kit.foundation import Foundation
from services.kit.http import ServiceClient
from services.kit.identifiers import uuid_of
from services.kit.internal_tokens import InternalAuthenticator
from services.kit.pagination import CursorCodec
from services.kit.resources import AppResources
from services.kit.service_keys import PEERS_FILE
from services.repayment.destinations.application import ApplicationService
from services.repayment.destinations.underwriting import UnderwritingService
from services.repayment.main import ALLOWLIST, create_app
from services.repayment.settings import SERVICE, Settings
from tests.api.signed_clients import Client, RunningApp, clients_of
from tests.conftest import PoolSizes
from tests.contracts.pair import TIMEOUT_S, Pair
from tests.serving import served


@dataclass(frozen=True)
class Lender:
    """The repayment service: who tells it, and whom it tells."""

    service: RunningApp
    disbursement: Client
    to_application: Destination
    to_underwriting: Destination

    async def told(self, loan_id: str, topic: str, destination: Destination) -> Delivery:
        """What comes of telling a neighbour of the latest event of a loan under this topic."""
        messages = [each for each in await self._messages(loan_id) if each.topic == topic]
        return await destination.deliver(messages[-1])

    async def _messages(self, loan_id: str) -> list[Message]:
        statement = text(
            "SELECT outbox_id, aggregate_type, aggregate_id, sequence, topic, body, traceparent,"
            " request_id, created_at FROM outbox WHERE aggregate_id = :id ORDER BY sequence"
        )
        async with self.service.sessions() as session:
            found: Any = await session.execute(statement, {"id": uuid_of("loan", loan_id)})
            rows = [dict(row) for row in found.mappings()]
        return [Message(**row, after=row["sequence"] - 1) for row in rows]


@asynccontextmanager
async def a_lender(pair: Pair) -> AsyncIterator[Lender]:
    """Repayment on the pair's database, with the addresses of both."""
    field_keys_file = pair.keys / f"{SERVICE}.fields.json"
    generate_field_keys(field_keys_file)
    field_keys, clock = FieldKeys.from_file(field_keys_file), pair.application.clock
    url = pair.database.url(SERVICE)
    engine = make_engine(url, schema=SERVICE, settings=PoolSizes())
    sessions = make_sessions(engine)
    foundation = Foundation(
        engine=engine,
        resources=AppResources(
            sessions=sessions, clock=clock, cursors=CursorCodec(field_keys.cursor)
        ),
        field_keys=field_keys,
        authenticator=InternalAuthenticator(f"svc:{SERVICE}", pair.keys / PEERS_FILE, ALLOWLIST),
        checks={},
    )
    settings = Settings(
        environment="development",
        port=8104,
        ops_port=9104,
        worker_ops_port=9114,
        database_url=url,
        keys_dir=pair.keys,
        field_keys_file=field_keys_file,
    )
    signers = pair.application.signers
    async with AsyncExitStack() as life:
        life.push_async_callback(engine.dispose)
        app = create_app(settings, foundation)
        service = RunningApp(SERVICE, app, sessions, clock, field_keys, signers)
        client_for = await life.enter_async_context(clients_of(service))
        clients = {}
        for neighbour in (pair.application, pair.underwriting):
            address = await life.enter_async_context(served(neighbour.app))
            client = ServiceClient(neighbour.name, address, signers[SERVICE], timeout_s=TIMEOUT_S)
            clients[neighbour.name] = await life.enter_async_context(client)
        yield Lender(
            service=service,
            disbursement=client_for(subject="system:relay", signer="disbursement"),
            to_application=ApplicationService(sessions, clients["application"]),
            to_underwriting=UnderwritingService(sessions, clients["underwriting"]),
        )
