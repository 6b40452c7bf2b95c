"""A caller who may knock at an operation, and a look at whether anything was written."""

from collections.abc import AsyncIterator

import httpx
import pytest
from sqlalchemy import text

from services.kit.roles import Role
from tests.api.matrix.operations import Operation
from tests.api.matrix.sending import Request
from tests.api.matrix.spoiling import Ask
from tests.api.repayment.matrix.builders import absent_parameters
from tests.api.repayment.matrix.readied import Hall
from tests.api.signed_clients import Client, ClientFor, RunningApp

LEDGERS = ("audit", "outbox", "idempotency_keys")


@pytest.fixture
def ask(client_for: ClientFor) -> Ask:
    """Send an operation as somebody who may, naming things that are not there."""
    made: dict[Role, Client] = {}

    async def send(
        operation: Operation,
        content: bytes | None = None,
        headers: dict[str, str] | None = None,
        query: dict[str, str] | None = None,
    ) -> httpx.Response:
        role = operation.roles[0]
        caller = made.setdefault(role, client_for(role))
        parameters = absent_parameters(operation.path_parameters)
        return await Request(operation, parameters, content, headers, query).send(caller.http)

    return send


@pytest.fixture
def hall(service: RunningApp, client_for: ClientFor, neighbour: Client) -> Hall:
    """With what an operation's needs are made."""
    return Hall(service, client_for, neighbour)


@pytest.fixture
async def nothing_written(service: RunningApp) -> AsyncIterator[None]:
    """Fails the test when a ledger grew while it ran: a refusal leaves nothing behind."""
    before = await _rows(service)
    yield
    assert await _rows(service) == before


async def _rows(service: RunningApp) -> list[int]:
    async with service.sessions() as session:
        return [
            int(await session.scalar(text(f"SELECT count(*) FROM {ledger}"))) for ledger in LEDGERS
        ]
