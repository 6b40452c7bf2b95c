"""One request for each refusal that any operation can give, made of a request that would succeed.

What only the state of things can bring about is provoked where that state is made: a test of the
house sees that every code is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import httpx

from services.kit.identifiers import new_id, typeid_of
from services.kit.roles import ROLE_SCOPES, Role
from tests.api.matrix.operations import Operation
from tests.api.matrix.readied import Readied
from tests.api.matrix.sending import PROBLEM, Request
from tests.api.signed_clients import ClientFor, RunningApp

NEWER: Final = '"999999"'
LONG: Final = ",".join(['"1"'] * 400)
OF_THE_OCCASION: Final = frozenset({"request_id", "instance", "detail", "errors"})
# A codeword for a header that is not sent.
LEFT_OUT: Final = None


@dataclass(frozen=True)
class Provocation:
    """A request that must be refused with this code; what is not said is as it should be."""

    code: str
    http: httpx.AsyncClient
    parameters: Mapping[str, str]
    headers: Mapping[str, str | None]
    query: Mapping[str, str]
    content: bytes | None

    async def send(self, operation: Operation) -> httpx.Response:
        """Send it."""
        request = self.http.build_request(
            operation.method,
            Request(operation, self.parameters).path,
            params=self.query,
            headers={name: value for name, value in self.headers.items() if value is not None},
            content=self.content,
        )
        return await self.http.send(request)


def provocations(
    operation: Operation, ready: Readied, client_for: ClientFor, unsigned: httpx.AsyncClient
) -> Iterator[Provocation]:
    """A request for each refusal the operation's own terms bring with them.

    `unsigned` sends without a token.
    """
    provoke = _Provoker(operation, ready)
    yield provoke("unknown_query_parameter", query={"no_such": "1"})
    yield provoke("invalid_token", http=unsigned)
    if operation.scope is not None:
        role, scope = operation.roles[0], str(operation.scope)
        poor = client_for(role, scopes=ROLE_SCOPES[role] - {scope})
        yield provoke("insufficient_scope", http=poor.http)
        greedy = client_for(Role.TRAINEE, scopes=frozenset({scope}))
        yield provoke("forbidden", http=greedy.http)
    yield from _of_headers(operation, provoke)
    yield from _of_queries(operation, provoke)
    yield from _of_bodies(operation, provoke)
    absent = _absent(operation, ready)
    if operation.is_public and absent is not None:
        yield provoke("not_found", parameters=absent)


def differing(operation: Operation, code: str, answer: httpx.Response) -> str | None:
    """None when the answer is the refusal as the document shows it; else what differs."""
    if answer.headers.get("content-type") != PROBLEM:
        return f"{answer.status_code} {answer.text[:200]}"
    given = answer.json()
    shown = _shown(operation, code)
    if shown is None:
        return f"{code} is not documented"
    if given.keys() != shown.keys():
        return f"{sorted(given.keys() ^ shown.keys())}"
    lasting = shown.keys() - OF_THE_OCCASION
    wrong = {name: given[name] for name in lasting if given[name] != shown[name]}
    return f"{wrong}" if wrong or answer.status_code != shown["status"] else None


class _Provoker:
    def __init__(self, operation: Operation, ready: Readied) -> None:
        self._ready = ready
        self._headers: dict[str, str | None] = dict(ready.headers_of(operation))
        self._content = _content(operation, ready)
        kinds = operation.drawn.get("requestBody", {}).get("content", {})
        if kinds:
            self._headers["Content-Type"] = next(iter(kinds))

    def __call__(
        self,
        code: str,
        http: httpx.AsyncClient | None = None,
        parameters: Mapping[str, str] | None = None,
        headers: Mapping[str, str | None] | None = None,
        query: Mapping[str, str] | None = None,
        content: bytes | None = None,
    ) -> Provocation:
        return Provocation(
            code,
            http or self._ready.caller.http,
            parameters or self._ready.parameters,
            self._headers | dict(headers or {}),
            {**self._ready.query, **(query or {})},
            self._content if content is None else content,
        )


def _of_headers(operation: Operation, provoke: _Provoker) -> Iterator[Provocation]:
    if operation.drawn["x-idempotency"]:
        yield provoke("idempotency_key_missing", headers={"Idempotency-Key": LEFT_OUT})
    if operation.drawn["x-if-match"]:
        yield provoke("if_match_required", headers={"If-Match": LEFT_OUT})
        yield provoke("malformed_header", headers={"If-Match": "1"})
        yield provoke("version_changed", headers={"If-Match": NEWER})
    if operation.is_versioned_read:
        yield provoke("malformed_header", headers={"If-None-Match": LONG})


def _of_queries(operation: Operation, provoke: _Provoker) -> Iterator[Provocation]:
    if operation.is_paged:
        yield provoke("invalid_query_parameter", query={"limit": "0"})
        yield provoke("invalid_cursor", query={"cursor": "x"})


def _of_bodies(operation: Operation, provoke: _Provoker) -> Iterator[Provocation]:
    if operation.is_json:
        yield provoke("unreadable_request", content=b"{")
        yield provoke("validation_failed", content=b'{"no_such": 1}')
        cap = operation.drawn["x-body-max-bytes"]
        yield provoke("body_too_large", content=b'{"a": "' + b"x" * cap + b'"}')
    elif not operation.is_binary:
        yield provoke("body_not_expected", content=b"{}")
    if operation.is_json or operation.is_binary:
        yield provoke("unsupported_media_type", headers={"Content-Type": "text/plain"})


def _content(operation: Operation, ready: Readied) -> bytes | None:
    if operation.is_json:
        return httpx.Request("POST", "http://x", json=ready.body_of(operation)).content
    return ready.content


def _absent(operation: Operation, ready: Readied) -> Mapping[str, str] | None:
    """The parameters with the last identifier changed to one of nothing."""
    names = [name for name in operation.path_parameters if name.endswith("_id")]
    if not names:
        return None
    prefix = ready.parameters[names[-1]].partition("_")[0]
    return {**ready.parameters, names[-1]: typeid_of(prefix, new_id())}


def _shown(operation: Operation, code: str) -> Mapping[str, Any] | None:
    for response in operation.drawn["responses"].values():
        examples = response.get("content", {}).get(PROBLEM, {}).get("examples", {})
        if code in examples:
            value: Mapping[str, Any] = operation.resolved(examples[code])["value"]
            return value
    return None


async def refusals_that_differ(
    operation: Operation, ready: Readied, client_for: ClientFor, service: RunningApp
) -> list[str]:
    """Provoke each of them; which were not refused as the document shows."""
    wrong = []
    transport = httpx.ASGITransport(service.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as unsigned:
        for provocation in provocations(operation, ready, client_for, unsigned):
            fault = differing(operation, provocation.code, await provocation.send(operation))
            if fault:
                wrong.append(f"{provocation.code}: {fault}")
    return wrong
