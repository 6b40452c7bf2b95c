"""A request of an operation that must succeed: who asks, and what it needs is there."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from services.kit.etags import etag_of
from tests.api.matrix.operations import Operation
from tests.api.matrix.sending import Request
from tests.api.signed_clients import Client

Json = dict[str, Any]


@dataclass(frozen=True)
class Readied:
    """Who may ask, of what, and which members of the example only this run can know.

    `version` is what If-Match names; `content` is an uploaded file.
    """

    caller: Client
    parameters: Mapping[str, str] = field(default_factory=dict)
    members: Json = field(default_factory=dict)
    version: int = 1
    query: Mapping[str, str] = field(default_factory=dict)
    content: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def headers_of(self, operation: Operation) -> dict[str, str]:
        """What the operation's door asks for, and what this request has of its own."""
        asked: dict[str, str] = {}
        if operation.drawn["x-if-match"]:
            asked["If-Match"] = etag_of(self.version)
        if operation.drawn["x-idempotency"]:
            asked["Idempotency-Key"] = uuid4().hex
        return asked | dict(self.headers)

    def body_of(self, operation: Operation) -> Any:
        """The documented example with this run's members; None without a body."""
        if not operation.is_json:
            return None
        return operation.body_example | self.members

    async def send(
        self, operation: Operation, more: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """Send the documented example, with `more` headers."""
        headers = self.headers_of(operation) | dict(more or {})
        if operation.is_json:
            path = Request(operation, self.parameters).path
            body = self.body_of(operation)
            return await self.caller.http.request(
                operation.method, path, params=self.query, headers=headers, json=body
            )
        request = Request(operation, self.parameters, self.content, headers, self.query)
        return await request.send(self.caller.http)


# (operation) → what it needs, made.
ReadyFor = Callable[[Operation], Awaitable[Readied]]
