"""Bodies that are no JSON, too much of it, or two things at once."""

import gzip
import json
import time
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.api.application.matrix.absent import absent_parameters
from tests.api.application.matrix.conftest import Ask, CallerOf
from tests.api.application.matrix.spoiling import every_json_operation
from tests.api.matrix.operations import Operation
from tests.api.matrix.sending import refused

pytestmark = pytest.mark.usefixtures("nothing_written")

SECONDS_MAX = 2.0
NESTED = 100_000
CHUNK = b" " * 65_536


@every_json_operation
async def test_i11_a_body_over_the_cap_is_refused(operation: Operation, ask: Ask) -> None:
    cap = operation.drawn["x-body-max-bytes"]
    answer = await ask(operation, b'{"a": "' + b"x" * cap + b'"}')
    assert refused(answer, 413) is None, answer.text


@every_json_operation
async def test_i11_an_endless_body_is_left_early(operation: Operation, caller_of: CallerOf) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += len(CHUNK)
            yield CHUNK

    path = operation.path.format(**absent_parameters(operation.path_parameters))
    headers = {"Idempotency-Key": "k", "If-Match": '"1"', "Content-Type": "application/json"}
    answer = await caller_of(operation).http.request(
        operation.method, path, content=endless(), headers=headers
    )
    assert refused(answer, 413) is None, answer.text
    assert sent <= operation.drawn["x-body-max-bytes"] + 2 * len(CHUNK)


@every_json_operation
@pytest.mark.parametrize(
    "content",
    [
        b"[" * NESTED + b"]" * NESTED,
        b'{"a":' * NESTED + b"1" + b"}" * NESTED,
        json.dumps({f"k{number}": 1 for number in range(NESTED)}).encode(),
        json.dumps({"a": [1] * NESTED}).encode(),
    ],
    ids=["arrays", "objects", "members", "items"],
)
async def test_i12_a_deep_or_wide_body_is_refused_fast(
    operation: Operation, content: bytes, ask: Ask
) -> None:
    began_s = time.perf_counter()
    answer = await ask(operation, content)
    took_s = time.perf_counter() - began_s
    assert refused(answer, 400, 413, 422) is None, answer.text
    assert took_s < SECONDS_MAX


@every_json_operation
async def test_i13_a_member_given_twice_is_refused(operation: Operation, ask: Ask) -> None:
    wrong = []
    for text in _doubled(operation.body_example):
        answer = await ask(operation, text.encode())
        if fault := refused(answer, 400):
            wrong.append(f"{text[:80]}: {fault}")
    assert wrong == []


@every_json_operation
async def test_i14_only_utf8_json_is_read(operation: Operation, ask: Ask) -> None:
    good = json.dumps(operation.body_example, ensure_ascii=False)
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/json-patch+json"):
        answer = await ask(operation, good.encode(), {"Content-Type": kind})
        assert refused(answer, 415) is None, f"{kind}: {answer.text}"
    for kind in ("application/json; charset=utf-16", "application/json; charset=latin-1"):
        answer = await ask(operation, good.encode("utf-16"), {"Content-Type": kind})
        assert refused(answer, 415) is None, f"{kind}: {answer.text}"


@every_json_operation
async def test_i14_nothing_is_unpacked_or_guessed(operation: Operation, ask: Ask) -> None:
    good = json.dumps(operation.body_example).encode()
    packed = await ask(operation, gzip.compress(good), {"Content-Encoding": "gzip"})
    assert refused(packed, 400, 415) is None, packed.text
    for content in (b"\xef\xbb\xbf" + good, b"\xff\xfe" + good, good[:-1] + b"\xff}", b"", b"{"):
        answer = await ask(operation, content)
        assert refused(answer, 400) is None, answer.text
    for content in (b"null", b"[]", b"1", b'"text"', b"true"):
        answer = await ask(operation, content)
        assert refused(answer, 400, 422) is None, answer.text


@every_json_operation
async def test_i14_a_body_without_a_type_is_refused(
    operation: Operation, caller_of: CallerOf
) -> None:
    path = operation.path.format(**absent_parameters(operation.path_parameters))
    request = httpx.Request(
        operation.method,
        f"http://application{path}",
        content=json.dumps(operation.body_example).encode(),
        headers={"Idempotency-Key": "k", "If-Match": '"1"'},
    )
    answer = await caller_of(operation).http.send(request)
    assert refused(answer, 415) is None, answer.text


def _doubled(example: dict[str, object]) -> list[str]:
    """The example with a member given twice: at the top, and in each object inside."""
    texts = []
    for name, value in example.items():
        member = f"{json.dumps(name)}: {json.dumps(value)}"
        rest = json.dumps(example)[1:]
        texts.append(f"{{{member}, {rest}")
        if isinstance(value, dict) and value:
            inner, given = next(iter(value.items()))
            twice = f"{{{json.dumps(inner)}: {json.dumps(given)}, {json.dumps(value)[1:]}"
            others = {other: one for other, one in example.items() if other != name}
            tail = json.dumps(others)[1:]
            texts.append(f"{{{json.dumps(name)}: {twice}{', ' if others else ''}{tail}")
    return texts
