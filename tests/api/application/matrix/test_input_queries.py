"""Queries that are wrong: limits, cursors, filters and names nobody knows; nothing is coerced."""

from datetime import timedelta

import pytest

from services.kit.pagination import CURSOR_LIFE
from tests.api.application.matrix.absent import absent_parameters
from tests.api.application.matrix.conftest import Ask
from tests.api.matrix.operations import EVERYBODYS, Operation, operations
from tests.api.matrix.sending import Request, refused
from tests.api.signed_clients import ClientFor, RunningApp

pytestmark = pytest.mark.usefixtures("nothing_written")

READS = [operation for operation in operations("application") if operation.method == "GET"]
LISTS = [operation for operation in READS if operation.is_paged]
every_read = pytest.mark.parametrize("operation", READS, ids=str)
every_list = pytest.mark.parametrize("operation", LISTS, ids=str)

NOT_LIMITS = ("-1", "0", "101", "1000000000", "1e9", "1.0", "true", "", " 5", "５", "05", "+5", "x")
NOT_CURSORS = ("x", "AAAA", "a" * 201, "' OR 1=1 --", "..", "é", "=" * 40, "-" * 100)
INJECTIONS = (
    "' OR '1'='1",
    "1; DROP TABLE applications; --",
    "') UNION SELECT usename, passwd FROM pg_shadow --",
    "$$; SELECT pg_sleep(9); $$",
    "created_at; DELETE FROM audit",
    "%27%20OR%201%3D1",
    "{}::jsonb->>'x'",
    "\\'; --",
)


@every_list
async def test_i17_a_limit_is_1_to_100_and_never_coerced(operation: Operation, ask: Ask) -> None:
    for limit in NOT_LIMITS:
        answer = await ask(operation, query={"limit": limit})
        assert refused(answer, 400) is None, f"limit={limit}: {answer.text}"


@every_list
async def test_i17_a_made_up_cursor_is_refused(operation: Operation, ask: Ask) -> None:
    for cursor in NOT_CURSORS:
        answer = await ask(operation, query={"cursor": cursor})
        assert refused(answer, 400) is None, f"cursor={cursor}: {answer.text}"


@every_read
async def test_i17_an_unknown_parameter_is_refused(operation: Operation, ask: Ask) -> None:
    known = {parameter["name"] for parameter in operation.query_parameters}
    for name in {"unknown", "Limit", "sort", "limit[]", "__class__", "a b", ""} - known:
        answer = await ask(operation, query={name: "1"})
        assert refused(answer, 400) is None, f"{name!r}: {answer.text}"


@every_read
async def test_i10_no_parameter_reaches_the_database_as_words(
    operation: Operation, ask: Ask
) -> None:
    for parameter in operation.query_parameters:
        for attempt in INJECTIONS:
            answer = await ask(operation, query={parameter["name"]: attempt})
            assert refused(answer, 400, 422) is None, f"{parameter['name']}: {answer.text}"


@pytest.mark.parametrize("operation", [o for o in READS if o.path_parameters], ids=str)
async def test_i10_no_path_reaches_the_database_as_words(
    operation: Operation, client_for: ClientFor
) -> None:
    caller = client_for(operation.roles[0])
    for name in operation.path_parameters:
        for attempt in INJECTIONS:
            parameters = absent_parameters(operation.path_parameters) | {name: attempt}
            answer = await Request(operation, parameters).send(caller.http)
            assert refused(answer, 404) is None, f"{name}={attempt}: {answer.text}"


@pytest.fixture
async def cursor(client_for: ClientFor) -> str:
    """A cursor into the list of products, as an anonymous caller got it."""
    page = (await client_for(subject="anonymous").get("/v1/products", limit=1)).json()
    assert page["has_more"] is True
    return str(page["next_cursor"])


async def test_i17_a_cursor_is_its_callers_own(cursor: str, client_for: ClientFor) -> None:
    mine = await client_for(subject="anonymous").get("/v1/products", limit=1, cursor=cursor)
    assert mine.status_code == 200
    other = await client_for(subject="somebody-else").get("/v1/products", limit=1, cursor=cursor)
    assert refused(other, 400) is None, other.text


async def test_i17_a_cursor_keeps_its_filters(cursor: str, client_for: ClientFor) -> None:
    answer = await client_for(subject="anonymous").get("/v1/products", cursor=cursor, type="credit")
    assert refused(answer, 400) is None, answer.text


async def test_i17_a_cursor_of_one_list_opens_no_other(cursor: str, client_for: ClientFor) -> None:
    for operation in LISTS:
        if operation.path != "/v1/products" and operation.resource != EVERYBODYS:
            caller = client_for(operation.roles[0], subject="anonymous")
            request = Request(
                operation, absent_parameters(operation.path_parameters), query={"cursor": cursor}
            )
            answer = await request.send(caller.http)
            assert refused(answer, 400) is None, f"{operation}: {answer.text}"


async def test_i17_a_changed_cursor_is_refused(cursor: str, client_for: ClientFor) -> None:
    caller = client_for(subject="anonymous")
    for place in range(0, len(cursor), 7):
        other = "A" if cursor[place] != "A" else "B"
        changed = cursor[:place] + other + cursor[place + 1 :]
        answer = await caller.get("/v1/products", cursor=changed)
        assert refused(answer, 400) is None, f"{place}: {answer.text}"


async def test_i17_a_cursor_grows_old(
    cursor: str, client_for: ClientFor, service: RunningApp
) -> None:
    service.clock.advance(CURSOR_LIFE + timedelta(seconds=1))
    answer = await client_for(subject="anonymous").get("/v1/products", cursor=cursor)
    assert refused(answer, 400) is None, answer.text
