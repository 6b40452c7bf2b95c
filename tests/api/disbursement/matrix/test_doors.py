"""Who may knock at which operation, and with what in the query; before anything is read."""

import pytest

from services.kit.identifiers import new_id
from services.kit.roles import ROLE_SCOPES, Role
from tests.api.disbursement.matrix.builders import absent_parameters
from tests.api.matrix.operations import Operation, operations
from tests.api.matrix.sending import Request, refused
from tests.api.matrix.spoiling import Ask
from tests.api.signed_clients import Client, ClientFor

pytestmark = pytest.mark.usefixtures("nothing_written")

OPERATIONS = [operation for operation in operations("disbursement") if operation.is_public]
SCOPED = [operation for operation in OPERATIONS if operation.scope is not None]
READS = [operation for operation in OPERATIONS if operation.method == "GET"]
LISTS = [operation for operation in READS if operation.is_paged]
NAMED = [operation for operation in SCOPED if operation.path_parameters]

NOT_LIMITS = ("-1", "0", "101", "1e9", "1.0", "true", "", " 5", "５", "05", "+5", "x")
NOT_CURSORS = ("x", "AAAA", "a" * 201, "' OR 1=1 --", "..", "é", "=" * 40)
every_scoped = pytest.mark.parametrize("operation", SCOPED, ids=str)


def somebody(client_for: ClientFor, role: Role) -> Client:
    return client_for(role, partner_id=new_id() if role is Role.PARTNER else None)


def request_of(operation: Operation) -> Request:
    return Request(operation, absent_parameters(operation.path_parameters))


def test_there_are_operations_to_try() -> None:
    assert {"GET", "POST"} <= {operation.method for operation in SCOPED}


@every_scoped
async def test_z3_a_role_without_the_scope_is_refused(
    operation: Operation, client_for: ClientFor
) -> None:
    for role in set(Role) - set(operation.roles):
        answer = await request_of(operation).send(somebody(client_for, role).http)
        assert refused(answer, 403) is None, f"{role}: {answer.text}"


@every_scoped
async def test_z3_nobody_in_particular_is_refused(
    operation: Operation, client_for: ClientFor
) -> None:
    answer = await request_of(operation).send(client_for(subject="anonymous").http)
    assert refused(answer, 403) is None, answer.text


@every_scoped
async def test_z3_a_scope_without_its_role_is_not_enough(
    operation: Operation, client_for: ClientFor
) -> None:
    greedy = client_for(Role.TRAINEE, scopes=frozenset({str(operation.scope)}))
    answer = await request_of(operation).send(greedy.http)
    assert refused(answer, 403) is None, answer.text


@every_scoped
async def test_z11_a_role_without_the_scope_in_its_token_is_refused(
    operation: Operation, client_for: ClientFor
) -> None:
    for role in operation.roles:
        narrow = client_for(role, scopes=ROLE_SCOPES[role] - {str(operation.scope)})
        answer = await request_of(operation).send(narrow.http)
        assert refused(answer, 403) is None, f"{role}: {answer.text}"
        assert answer.json()["code"] == "insufficient_scope"


@pytest.mark.parametrize("operation", NAMED, ids=str)
async def test_z9_what_never_was_is_not_found_by_whoever_may(
    operation: Operation, client_for: ClientFor
) -> None:
    for role in operation.roles:
        answer = await request_of(operation).send(somebody(client_for, role).http)
        assert refused(answer, 404) is None, f"{role}: {answer.text}"


@pytest.mark.parametrize("operation", LISTS, ids=str)
async def test_i17_a_limit_or_cursor_is_never_coerced(operation: Operation, ask: Ask) -> None:
    queries = [{"limit": limit} for limit in NOT_LIMITS]
    queries += [{"cursor": cursor} for cursor in NOT_CURSORS]
    for query in queries:
        answer = await ask(operation, query=query)
        assert refused(answer, 400) is None, f"{query}: {answer.text}"


@pytest.mark.parametrize("operation", READS, ids=str)
async def test_i17_an_unknown_parameter_is_refused(operation: Operation, ask: Ask) -> None:
    known = {parameter["name"] for parameter in operation.query_parameters}
    for name in {"unknown", "Limit", "sort", "limit[]", "name", "number", ""} - known:
        answer = await ask(operation, query={name: "1"})
        assert refused(answer, 400) is None, f"{name!r}: {answer.text}"


@pytest.mark.parametrize("operation", READS, ids=str)
async def test_i10_no_parameter_reaches_the_database_as_words(
    operation: Operation, ask: Ask
) -> None:
    for parameter in operation.query_parameters:
        for injection in (
            "' OR '1'='1",
            "1; DROP TABLE contracts; --",
            "$$; SELECT pg_sleep(9); $$",
        ):
            answer = await ask(operation, query={parameter["name"]: injection})
            assert answer.status_code in {200, 400, 404, 422}, answer.text
