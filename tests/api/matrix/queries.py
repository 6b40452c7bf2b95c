"""Queries that are wrong: limits, cursors, filters and names nobody knows; nothing is coerced."""

import pytest

from tests.api.matrix.operations import Operation
from tests.api.matrix.over import CallerOf, Over, every
from tests.api.matrix.sending import Request, refused
from tests.api.matrix.spoiling import Ask

NOT_LIMITS = ("-1", "0", "101", "1000000000", "1e9", "1.0", "true", "", " 5", "５", "05", "+5", "x")
NOT_CURSORS = ("x", "AAAA", "a" * 201, "' OR 1=1 --", "..", "é", "=" * 40, "-" * 100)
INJECTIONS = (
    "' OR '1'='1",
    "1; DROP TABLE outbox; --",
    "') UNION SELECT usename, passwd FROM pg_shadow --",
    "$$; SELECT pg_sleep(9); $$",
    "created_at; DELETE FROM audit",
    "%27%20OR%201%3D1",
    "{}::jsonb->>'x'",
    "\\'; --",
)


def is_read(operation: Operation) -> bool:
    """Whether it only looks."""
    return operation.method == "GET"


def is_list(operation: Operation) -> bool:
    """Whether it answers page by page."""
    return is_read(operation) and operation.is_paged


def is_named_read(operation: Operation) -> bool:
    """Whether it looks at something its path names."""
    return is_read(operation) and bool(operation.path_parameters)


@pytest.mark.usefixtures("nothing_written")
class Queries(Over):
    """What stands behind the question mark, and in the path."""

    @every(is_list)
    async def test_i17_a_limit_is_1_to_100_and_never_coerced(
        self, operation: Operation, ask: Ask
    ) -> None:
        for limit in NOT_LIMITS:
            answer = await ask(operation, query={"limit": limit})
            assert refused(answer, 400) is None, f"limit={limit}: {answer.text}"

    @every(is_list)
    async def test_i17_a_made_up_cursor_is_refused(self, operation: Operation, ask: Ask) -> None:
        for cursor in NOT_CURSORS:
            answer = await ask(operation, query={"cursor": cursor})
            assert refused(answer, 400) is None, f"cursor={cursor}: {answer.text}"

    @every(is_read)
    async def test_i17_an_unknown_parameter_is_refused(
        self, operation: Operation, ask: Ask
    ) -> None:
        known = {parameter["name"] for parameter in operation.query_parameters}
        unknown = {"unknown", "Limit", "sort", "limit[]", "name", "number", "__class__", "a b", ""}
        for name in unknown - known:
            answer = await ask(operation, query={name: "1"})
            assert refused(answer, 400) is None, f"{name!r}: {answer.text}"

    @every(is_read)
    async def test_i10_no_parameter_reaches_the_database_as_words(
        self, operation: Operation, ask: Ask
    ) -> None:
        for parameter in operation.query_parameters:
            for attempt in INJECTIONS:
                answer = await ask(operation, query={parameter["name"]: attempt})
                is_found_nowhere = answer.status_code == 200 and answer.json()["data"] == []
                fault = None if is_found_nowhere else refused(answer, 400, 404, 422)
                assert fault is None, f"{parameter['name']}={attempt}: {answer.text}"

    @every(is_named_read)
    async def test_i10_no_path_reaches_the_database_as_words(
        self, operation: Operation, caller_of: CallerOf
    ) -> None:
        caller = caller_of(operation)
        for name in operation.path_parameters:
            for attempt in INJECTIONS:
                parameters = self.tried.absent(operation.path_parameters) | {name: attempt}
                answer = await Request(operation, parameters).send(caller.http)
                assert refused(answer, 404) is None, f"{name}={attempt}: {answer.text}"
