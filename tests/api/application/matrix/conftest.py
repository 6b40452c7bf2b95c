"""A caller who may knock at an operation, and a look at whether anything was written."""

from collections.abc import AsyncIterator, Awaitable, Callable

import httpx
import pytest
from sqlalchemy import text

from services.kit.roles import Role
from tests.api.application.matrix.absent import absent_parameters
from tests.api.application.matrix.readied import Hall
from tests.api.matrix.operations import Operation
from tests.api.matrix.sending import Request
from tests.api.signed_clients import Client, ClientFor, RunningApp

LEDGERS = ("audit", "outbox", "idempotency_keys")

ToldBy = Callable[[str], Client]
CallerOf = Callable[[Operation], Client]
# (operation, content, headers, query) → the answer to it from somebody who may ask.
Ask = Callable[..., Awaitable[httpx.Response]]


@pytest.fixture
def told_by(neighbour: Client, disbursement: Client, repayment: Client) -> ToldBy:
    """The service whose door an internal path is."""
    doors = {"contract-status": disbursement, "payout-status": disbursement}
    doors |= {"decision": neighbour, "loan-status": repayment}
    return lambda path: doors[path.rpartition("/")[2]]


@pytest.fixture
def caller_of(client_for: ClientFor, told_by: ToldBy) -> CallerOf:
    """Somebody with the scope an operation asks; a borrower where a borrower may."""
    made: dict[Role, Client] = {}

    def choose(operation: Operation) -> Client:
        if not operation.is_public:
            return told_by(operation.path)
        role = operation.roles[0]
        return made.setdefault(role, client_for(role))

    return choose


@pytest.fixture
def ask(caller_of: CallerOf) -> Ask:
    """Send an operation as somebody who may, naming things that are not there."""

    async def send(
        operation: Operation,
        content: bytes | None = None,
        headers: dict[str, str] | None = None,
        query: dict[str, str] | None = None,
    ) -> httpx.Response:
        parameters = absent_parameters(operation.path_parameters)
        request = Request(operation, parameters, content, headers, query)
        return await request.send(caller_of(operation).http)

    return send


@pytest.fixture
def hall(
    service: RunningApp,
    client_for: ClientFor,
    neighbour: Client,
    disbursement: Client,
    repayment: Client,
) -> Hall:
    """With what an operation's needs are made."""
    return Hall(service, client_for, neighbour, disbursement, repayment)


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
