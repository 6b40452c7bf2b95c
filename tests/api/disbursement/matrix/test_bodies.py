"""Bodies that are wrong in one field: refused where they are wrong, and nothing is written."""

import json

import pytest

from tests.api.matrix.leaves import leaves
from tests.api.matrix.operations import Operation, operations
from tests.api.matrix.sending import refused
from tests.api.matrix.spoiling import Ask, not_refused

pytestmark = pytest.mark.usefixtures("nothing_written")

OPERATIONS = [o for o in operations("disbursement") if o.is_json and o.is_public]
every_json_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=str)

NOT_NUMBERS = ("NaN", "Infinity", "-Infinity", "1e400", "9" * 400)
NOT_WHOLE_NUMBERS = ("true", '"10"', '"１０"', "1.0", "1e3", "10.005", "[1]", "{}")
NOT_TEXTS = (r'"a\u0000b"', r'"a\ud800b"', r'"\udc00\ud800"', "{}", "[]", "true", "7")
NOT_DATES = ('"1700000000"', '"2026-02-30"', '"0001-01-01"', '"2026-3-1"', '"20260310"', '""')
UNREADABLE = (b"", b"{", b"[]", b"null", b"1.5", b'"x"', b'{"a": 1, "a": 2}', b"\xff\xfe{}")


@every_json_operation
async def test_i1_no_field_takes_what_json_cannot_spell(operation: Operation, ask: Ask) -> None:
    for leaf in leaves(operation):
        assert await not_refused(ask, leaf, NOT_NUMBERS) == []


@every_json_operation
async def test_i5_nothing_is_coerced(operation: Operation, ask: Ask) -> None:
    wrong = []
    for leaf in leaves(operation):
        if leaf.is_integer:
            beyond = (int(leaf.schema["minimum"]) - 1, int(leaf.schema["maximum"]) + 1)
            wrong += await not_refused(ask, leaf, [*NOT_WHOLE_NUMBERS, *map(str, beyond)])
        if leaf.is_string:
            wrong += await not_refused(ask, leaf, NOT_TEXTS)
        if leaf.schema.get("format") == "date":
            wrong += await not_refused(ask, leaf, NOT_DATES)
    assert wrong == []


@every_json_operation
async def test_i8_a_body_that_is_no_object_is_refused(operation: Operation, ask: Ask) -> None:
    for content in UNREADABLE:
        answer = await ask(operation, content)
        assert refused(answer, 400, 422) is None, f"{content!r}: {answer.text}"


@every_json_operation
async def test_i9_an_unknown_member_is_refused(operation: Operation, ask: Ask) -> None:
    body = operation.body_example | {"is_admin": True}
    answer = await ask(operation, json.dumps(body).encode())
    assert refused(answer, 422) is None, answer.text
    assert "/is_admin" in [error["pointer"] for error in answer.json()["errors"]]


@every_json_operation
async def test_i11_a_body_over_the_cap_is_refused(operation: Operation, ask: Ask) -> None:
    cap = operation.drawn["x-body-max-bytes"]
    answer = await ask(operation, b'{"a": "' + b"x" * cap + b'"}')
    assert refused(answer, 413) is None, answer.text
