"""Sending generated requests to a service, and holding every answer against the document."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import httpx
from schemathesis.checks import CheckFunction, not_a_server_error
from schemathesis.config import SanitizationConfig
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.transport.prepare import prepare_request

from tests.api.matrix.generating import Case, bad_cases, breaks_its_path, good_cases
from tests.api.matrix.operations import Operation
from tests.api.matrix.readied import Json, Readied

ALWAYS: Final = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)
REFUSED: Final = (*ALWAYS, negative_data_rejection)
# One who asks again after a success finds the thing changed: it is made anew. That takes longer
# than to ask, so it is done no more than once for so many good requests.
GOOD_A_RENEWAL: Final = 4
READS: Final = {"GET", "HEAD"}
_AS_IT_IS: Final = SanitizationConfig(enabled=False)
_BASE_URL: Final = "http://service"
_FOR_TRANSPORT: Final = {"user-agent", "content-length", "x-schemathesis-testcaseid"}

Renew = Callable[[], Awaitable[Readied]]


@dataclass
class Asked:
    """What came of the requests of one operation: `good` counts those within the schema."""

    good: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    @property
    def reached(self) -> int:
        """How many came to a success."""
        return sum(times for status, times in self.good.items() if status < 400)

    @property
    def share(self) -> str:
        """How many came to a success, of how many."""
        return f"{self.reached}/{self.good.total()}"


async def ask(operation: Operation, count: int, renew: Renew) -> Asked:
    """Send half of `count` requests against the schema, each to be refused, then half within it."""
    ready = await renew()
    asked = Asked()
    await _ask_bad(asked, operation, bad_cases(operation, count // 2), ready)
    await _ask_good(asked, operation, good_cases(operation, count // 2), ready, renew)
    return asked


async def _ask_good(
    asked: Asked, operation: Operation, cases: Sequence[Case], ready: Readied, renew: Renew
) -> None:
    renewals = len(cases) // GOOD_A_RENEWAL
    for number, case in enumerate(cases):
        _place(operation, case, ready, number)
        answer = await send(case, ready.caller.http, ready.headers_of(operation))
        asked.good[answer.status_code] += 1
        asked.faults += faults(case, answer, ALWAYS)
        if answer.is_success and operation.method not in READS and renewals:
            ready, renewals = await renew(), renewals - 1


async def _ask_bad(
    asked: Asked, operation: Operation, cases: Iterable[Case], ready: Readied
) -> None:
    for case in cases:
        if not breaks_its_path(case) and operation.path_parameters:
            case.path_parameters = dict(ready.parameters)
        answer = await send(case, ready.caller.http, {})
        asked.faults += faults(case, answer, REFUSED)


def _place(operation: Operation, case: Case, ready: Readied, number: int) -> None:
    """Name what is there instead of what was made up.

    The first request is the example; of the others, every other one is the example with one
    member of what was made up.
    """
    if operation.path_parameters:
        case.path_parameters = {name: ready.parameters[name] for name in operation.path_parameters}
    if number == 0 or number % 2:
        case.query = dict(ready.query) if number == 0 else {**case.query, **ready.query}
        if operation.is_binary:
            case.body, case.media_type = ready.content, operation.media_type
    if isinstance(case.body, dict):
        case.body = _body(operation, case.body, ready, number)


def _body(operation: Operation, made_up: Json, ready: Readied, number: int) -> Json:
    example: Json = ready.body_of(operation)
    if number == 0:
        return example
    if number % 2 and made_up:
        name = sorted(made_up)[number // 2 % len(made_up)]
        return example | {name: made_up[name]}
    ids = {name: value for name, value in ready.members.items() if isinstance(value, str)}
    return made_up | {name: ids[name] for name in ids.keys() & made_up.keys()}


async def send(case: Case, http: httpx.AsyncClient, headers: dict[str, str]) -> httpx.Response:
    """Send what was made up, with `headers` in place of what it says of them."""
    prepared = prepare_request(case, {}, config=_AS_IT_IS, base_url=_BASE_URL)
    assert prepared.body is None or isinstance(prepared.body, str | bytes)
    fields = {
        name: value if isinstance(value, bytes) else value.encode("latin-1")
        for name, value in prepared.headers.items()
        if name.lower() not in _FOR_TRANSPORT
    }
    fields |= {name: value.encode() for name, value in headers.items()}
    return await http.request(
        str(prepared.method),
        str(prepared.url).removeprefix(_BASE_URL),
        headers=[(name.encode(), value) for name, value in fields.items()],
        content=prepared.body,
    )


def faults(case: Case, answer: httpx.Response, checks: Iterable[CheckFunction]) -> list[str]:
    """What is wrong with the answer."""
    try:
        case.validate_response(answer, checks=list(checks))
    except FailureGroup as group:
        return [str(each) for each in group.exceptions]
    return []
