"""Bodies that are no JSON, too much of it, or two things at once."""

import gzip
import json
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest

from tests.api.matrix.leaves import leaves
from tests.api.matrix.operations import Operation
from tests.api.matrix.over import CallerOf, Over, every, takes_json
from tests.api.matrix.sending import refused
from tests.api.matrix.spoiling import Ask

CPU_S_MAX = 2.0
NESTED = 100_000
CHUNK = b" " * 65_536
DEEP_OR_WIDE = {
    "arrays": b"[" * NESTED + b"]" * NESTED,
    "objects": b'{"a":' * NESTED + b"1" + b"}" * NESTED,
    "members": json.dumps({f"k{number}": 1 for number in range(NESTED)}).encode(),
    "items": json.dumps({"a": [1] * NESTED}).encode(),
}
# What a caller might hope to set for itself, whatever the documents say.
COVETED = frozenset(
    {"status", "approved_amount", "rate", "borrower_id", "partner_id", "owner", "owner_subject"}
    | {"id", "version", "created_at", "updated_at", "maker", "approver", "is_admin", "roles"}
    | {"is_identity_fixed", "audit_seq", "__proto__", "__class__", "$ref"}
)

Steps = tuple[str | int, ...]


@pytest.mark.usefixtures("nothing_written")
class Bodies(Over):
    """Whole bodies, and the objects in them."""

    @every(takes_json)
    async def test_i11_a_body_over_the_cap_is_refused(self, operation: Operation, ask: Ask) -> None:
        cap = operation.drawn["x-body-max-bytes"]
        answer = await ask(operation, b'{"a": "' + b"x" * cap + b'"}')
        assert refused(answer, 413) is None, answer.text

    @every(takes_json)
    async def test_i11_an_endless_body_is_left_early(
        self, operation: Operation, caller_of: CallerOf
    ) -> None:
        sent = 0

        async def endless() -> AsyncIterator[bytes]:
            nonlocal sent
            while True:
                sent += len(CHUNK)
                yield CHUNK

        headers = {"Idempotency-Key": "k", "If-Match": '"1"', "Content-Type": "application/json"}
        answer = await caller_of(operation).http.request(
            operation.method, self._path(operation), content=endless(), headers=headers
        )
        assert refused(answer, 413) is None, answer.text
        assert sent <= operation.drawn["x-body-max-bytes"] + 2 * len(CHUNK)

    @every(takes_json)
    @pytest.mark.parametrize("shape", DEEP_OR_WIDE)
    async def test_i12_a_deep_or_wide_body_is_refused_fast(
        self, operation: Operation, shape: str, ask: Ask
    ) -> None:
        began_s = time.process_time()
        answer = await ask(operation, DEEP_OR_WIDE[shape])
        took_s = time.process_time() - began_s
        assert refused(answer, 400, 413, 422) is None, answer.text
        assert took_s < CPU_S_MAX

    @every(takes_json)
    async def test_i13_a_member_given_twice_is_refused(
        self, operation: Operation, ask: Ask
    ) -> None:
        wrong = []
        for text in _doubled(operation.body_example):
            answer = await ask(operation, text.encode())
            if fault := refused(answer, 400):
                wrong.append(f"{text[:80]}: {fault}")
        assert wrong == []

    @every(takes_json)
    async def test_i14_only_utf8_json_is_read(self, operation: Operation, ask: Ask) -> None:
        good = json.dumps(operation.body_example, ensure_ascii=False)
        for kind in (
            *("text/plain", "application/x-www-form-urlencoded", "application/json-patch+json"),
        ):
            answer = await ask(operation, good.encode(), {"Content-Type": kind})
            assert refused(answer, 415) is None, f"{kind}: {answer.text}"
        for kind in ("application/json; charset=utf-16", "application/json; charset=latin-1"):
            answer = await ask(operation, good.encode("utf-16"), {"Content-Type": kind})
            assert refused(answer, 415) is None, f"{kind}: {answer.text}"

    @every(takes_json)
    async def test_i14_nothing_is_unpacked_or_guessed(self, operation: Operation, ask: Ask) -> None:
        good = json.dumps(operation.body_example).encode()
        packed = await ask(operation, gzip.compress(good), {"Content-Encoding": "gzip"})
        assert refused(packed, 400, 415) is None, packed.text
        for content in (
            b"\xef\xbb\xbf" + good,
            b"\xff\xfe" + good,
            good[:-1] + b"\xff}",
            b"",
            b"{",
        ):
            answer = await ask(operation, content)
            assert refused(answer, 400) is None, answer.text
        for content in (b"null", b"[]", b"1", b"1.5", b'"text"', b"true"):
            answer = await ask(operation, content)
            assert refused(answer, 400, 422) is None, answer.text

    @every(takes_json)
    async def test_i14_a_body_without_a_type_is_refused(
        self, operation: Operation, caller_of: CallerOf
    ) -> None:
        request = httpx.Request(
            operation.method,
            f"http://{self.tried.service}{self._path(operation)}",
            content=json.dumps(operation.body_example).encode(),
            headers={"Idempotency-Key": "k", "If-Match": '"1"'},
        )
        answer = await caller_of(operation).http.send(request)
        assert refused(answer, 415) is None, answer.text

    @every(takes_json)
    async def test_z4_no_object_takes_a_member_that_is_not_its_own(
        self, operation: Operation, ask: Ask
    ) -> None:
        """Nothing that is ours to set, and nothing the service answers with."""
        wrong = []
        own = {
            leaf.steps[:depth] for leaf in leaves(operation) for depth in range(len(leaf.steps) + 1)
        }
        for steps in _objects(operation.body_example):
            tempting = COVETED if steps else COVETED | answered(operation)
            for name in sorted(name for name in tempting if (*steps, name) not in own):
                answer = await ask(operation, _with_member(operation.body_example, steps, name))
                if fault := refused(answer, 422) or _astray(answer, steps, name):
                    wrong.append(f"{steps} {name}: {fault}")
        assert wrong == []

    @every(takes_json)
    async def test_i5_no_object_is_made_of_a_number(self, operation: Operation, ask: Ask) -> None:
        wrong = []
        for steps in _objects(operation.body_example):
            for literal in ("1.5", "1e3", "-0", "9" * 40, "7"):
                answer = await ask(operation, _replaced(operation.body_example, steps, literal))
                if fault := refused(answer, 422) or _astray(answer, steps, literal):
                    wrong.append(f"{steps} = {literal}: {fault}")
        assert wrong == []

    def _path(self, operation: Operation) -> str:
        return operation.path.format(**self.tried.absent(operation.path_parameters))


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


def answered(operation: Operation) -> set[str]:
    """Every member name of every schema the service answers with."""
    schemas = operation.document["components"]["schemas"].values()
    return {name for schema in schemas for name in schema.get("properties", {})}


def _objects(body: Any, steps: Steps = ()) -> Iterator[Steps]:
    """Where the objects of a body are."""
    if isinstance(body, dict):
        yield steps
        for name, member in body.items():
            yield from _objects(member, (*steps, name))
    elif isinstance(body, list) and body:
        yield from _objects(body[0], (*steps, 0))


def _astray(answer: httpx.Response, steps: Steps, name: str) -> str | None:
    """The refusal points at the member, or, when its name is not fit to repeat, at its object."""
    parent = "".join(f"/{step}" for step in steps)
    pointers = {error["pointer"] for error in answer.json()["errors"]}
    return None if {f"{parent}/{name}", parent} & pointers else f"points at {pointers}"


def _with_member(body: Any, steps: Steps, name: str) -> bytes:
    """The body with one more member in the object at `steps`."""
    place = body
    for step in steps:
        place = place[step]
    place[name] = {"never": "taken"}
    return json.dumps(body).encode()


def _replaced(body: Any, steps: Steps, literal: str) -> bytes:
    """The body with what is at `steps` written as `literal`."""
    if not steps:
        return literal.encode()
    place = body
    for step in steps[:-1]:
        place = place[step]
    place[steps[-1]] = "PLACE"
    return json.dumps(body).replace('"PLACE"', literal).encode()
