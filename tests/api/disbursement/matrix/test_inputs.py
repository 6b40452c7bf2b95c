"""Fields that are wrong one by one, in every body, those between services included."""

from collections.abc import AsyncIterator, Awaitable, Callable

import httpx
import pytest
from sqlalchemy import text

from services.disbursement.main import ALLOWLIST
from tests.api.disbursement.matrix.builders import absent_parameters
from tests.api.matrix.leaves import leaves
from tests.api.matrix.neighbours import neighbour_of
from tests.api.matrix.operations import Operation, operations
from tests.api.matrix.sending import Request
from tests.api.matrix.spoiling import not_refused
from tests.api.signed_clients import Client, ClientFor, RunningApp

LEDGERS = ("audit", "outbox", "idempotency_keys", "contracts")
ALL = operations("disbursement")
every_json = pytest.mark.parametrize("operation", [o for o in ALL if o.is_json], ids=str)

NOT_WHOLE = ("1.5", "1.0", "1e2", '"1"', "true", "NaN", "Infinity", "[1]", "{}", "9" * 30, "-0")
NOT_TEXT = (r'"a\u0000b"', r'"a\ud800b"', "1", "true", "[]", "{}")

Ask = Callable[..., Awaitable[httpx.Response]]


@pytest.fixture
def ask(client_for: ClientFor) -> Ask:
    """Send an operation as somebody who may, naming things that are not there."""
    callers: dict[str, Client] = {}

    async def send(operation: Operation, content: bytes) -> httpx.Response:
        if operation.is_public:
            caller = callers.setdefault(operation.name, client_for(operation.roles[0]))
        else:
            signer = neighbour_of(operation, ALLOWLIST)
            caller = callers.setdefault(signer, client_for(signer=signer))
        parameters = absent_parameters(operation.path_parameters)
        return await Request(operation, parameters, content).send(caller.http)

    return send


@pytest.fixture(autouse=True)
async def nothing_written(service: RunningApp) -> AsyncIterator[None]:
    """Fails the test when a table grew while it ran: a refusal leaves nothing behind."""
    before = await _rows(service)
    yield
    assert await _rows(service) == before


async def _rows(service: RunningApp) -> list[int]:
    async with service.sessions() as session:
        return [
            (await session.execute(text(f"SELECT count(*) FROM {name}"))).scalar_one()
            for name in LEDGERS
        ]


@every_json
async def test_i1_no_whole_number_is_coerced(operation: Operation, ask: Ask) -> None:
    wrong = []
    for leaf in leaves(operation):
        if leaf.is_integer:
            beyond = [str(int(leaf.schema["maximum"]) + 1), str(int(leaf.schema["minimum"]) - 1)]
            wrong += await not_refused(ask, leaf, (*NOT_WHOLE, *beyond))
    assert wrong == []


@every_json
async def test_i7_no_text_holds_what_is_no_text(operation: Operation, ask: Ask) -> None:
    wrong = []
    for leaf in leaves(operation):
        if leaf.is_string:
            wrong += await not_refused(ask, leaf, NOT_TEXT)
    assert wrong == []
