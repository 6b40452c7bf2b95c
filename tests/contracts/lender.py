"""Repayment beside the pair: told by disbursement, telling both of them with its own clients."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from services.kit.deliveries import Delivery, Destination, Message
from services.kit.field_keys import generate_field_keys
from services.kit.http import ServiceClient
from services.kit.identifiers import uuid_of
from services.kit.roles import Role
from services.repayment import main
from services.repayment.destinations.application import ApplicationService
from services.repayment.destinations.underwriting import UnderwritingService
from services.repayment.settings import SERVICE, Settings
from tests.api.running import running, settings_of
from tests.api.signed_clients import Client, RunningApp, clients_of
from tests.contracts.pair import TIMEOUT_S, Pair
from tests.serving import served


@dataclass(frozen=True)
class Lender:
    """The repayment service: who tells it, and whom it tells."""

    service: RunningApp
    disbursement: Client
    finance: Client
    checker: Client
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
    generate_field_keys(pair.keys / f"{SERVICE}.fields.json")
    settings = Settings(**settings_of(SERVICE, pair.database, pair.keys))
    clock, signers = pair.application.clock, pair.application.signers
    async with AsyncExitStack() as life:
        service = await life.enter_async_context(running(SERVICE, main, settings, clock))
        client_for = await life.enter_async_context(clients_of(service))
        clients = {}
        for neighbour in (pair.application, pair.underwriting):
            address = await life.enter_async_context(served(neighbour.app))
            client = ServiceClient(neighbour.name, address, signers[SERVICE], timeout_s=TIMEOUT_S)
            clients[neighbour.name] = await life.enter_async_context(client)
        yield Lender(
            service=service,
            disbursement=client_for(subject="system:relay", signer="disbursement"),
            finance=client_for(Role.FINANCE_MAKER),
            checker=client_for(Role.FINANCE_CHECKER),
            to_application=ApplicationService(service.sessions, clients["application"]),
            to_underwriting=UnderwritingService(service.sessions, clients["underwriting"]),
        )
