"""Bodies and queries that are wrong, for every operation, by the document's own words."""

from collections.abc import AsyncIterator, Awaitable, Callable

import httpx
import pytest
from sqlalchemy import text

from tests.api.matrix.leaves import leaves
from tests.api.matrix.operations import Operation, operations
from tests.api.matrix.sending import Request, refused
from tests.api.matrix.spoiling import not_refused
from tests.api.signed_clients import Client, ClientFor, RunningApp
from tests.api.underwriting.matrix.builders import absent_parameters

LEDGERS = ("audit", "outbox", "idempotency_keys", "cases")
ALL = operations("underwriting")
every_json = pytest.mark.parametrize("operation", [o for o in ALL if o.is_json], ids=str)
every_read = pytest.mark.parametrize("operation", [o for o in ALL if o.method == "GET"], ids=str)
every_list = pytest.mark.parametrize("operation", [o for o in ALL if o.is_paged], ids=str)

NOT_WHOLE = ("1.5", "1.0", "1e2", '"1"', "true", "NaN", "Infinity", "[1]", "{}", "9" * 30, "-0")
NOT_TEXT = (r'"a\u0000b"', r'"a\ud800b"', "1", "true", "[]", "{}")
NOT_LIMITS = ("-1", "0", "101", "1e9", "1.0", "true", "", " 5", "５", "05", "+5", "x")
INJECTIONS = ("' OR '1'='1", "1; DROP TABLE cases; --", "{}::jsonb->>'x'", "\\'; --")

Ask = Callable[..., Awaitable[httpx.Response]]


@pytest.fixture
def ask(client_for: ClientFor) -> Ask:
    """Send an operation as somebody who may, naming things that are not there."""
    callers: dict[str, Client] = {}

    async def send(
        operation: Operation, content: bytes | None = None, query: dict[str, str] | None = None
    ) -> httpx.Response:
        if operation.is_public:
            caller = callers.setdefault(operation.name, client_for(operation.roles[0]))
        else:
            caller = callers.setdefault("neighbour", client_for(signer="application"))
        parameters = absent_parameters(operation.path_parameters)
        return await Request(operation, parameters, content, query=query).send(caller.http)

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


@every_json
async def test_z4_an_unknown_member_is_refused(operation: Operation, ask: Ask) -> None:
    for name in ("status", "authority", "partner_id", "version", "__proto__"):
        content = operation.body_example | {name: 1}
        if name in operation.body_example:
            continue
        answer = await ask(operation, httpx.Request("POST", "http://x", json=content).content)
        assert refused(answer, 422) is None, f"{name}: {answer.text}"


@every_json
async def test_i11_a_body_over_the_cap_is_refused(operation: Operation, ask: Ask) -> None:
    cap = operation.drawn["x-body-max-bytes"]
    answer = await ask(operation, b'{"a": "' + b"x" * cap + b'"}')
    assert refused(answer, 413) is None, answer.text


@every_list
async def test_i17_a_limit_is_1_to_100_and_a_cursor_ours(operation: Operation, ask: Ask) -> None:
    for limit in NOT_LIMITS:
        answer = await ask(operation, query={"limit": limit})
        assert refused(answer, 400) is None, f"limit={limit}: {answer.text}"
    for cursor in ("x", "AAAA", "a" * 201, "é"):
        answer = await ask(operation, query={"cursor": cursor})
        assert refused(answer, 400) is None, f"cursor={cursor}: {answer.text}"


@every_read
async def test_i17_an_unknown_parameter_is_refused(operation: Operation, ask: Ask) -> None:
    known = {parameter["name"] for parameter in operation.query_parameters}
    for name in {"unknown", "Limit", "limit[]", "__class__", ""} - known:
        answer = await ask(operation, query={name: "1"})
        assert refused(answer, 400) is None, f"{name!r}: {answer.text}"


@every_read
async def test_i10_no_parameter_reaches_the_database_as_words(
    operation: Operation, ask: Ask
) -> None:
    for parameter in operation.query_parameters:
        for words in INJECTIONS:
            answer = await ask(operation, query={parameter["name"]: words})
            assert answer.status_code < 500, f"{parameter['name']}: {answer.text}"
            assert "syntax" not in answer.text
