"""Sending any operation with everything it needs but what a test wants to be wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx

from tests.api.matrix.operations import Operation

PROBLEM = "application/problem+json"
SMALLEST_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
FIRST_VERSION = '"1"'


@dataclass(frozen=True)
class Request:
    """One request of an operation; what is left out is as the operation wants it."""

    operation: Operation
    parameters: Mapping[str, str]
    content: bytes | None = None
    headers: Mapping[str, str] | None = None
    query: Mapping[str, str] | None = None

    @property
    def path(self) -> str:
        """The path with its parameters in place."""
        path = self.operation.path
        for name in self.operation.path_parameters:
            path = path.replace(f"{{{name}}}", quote(self.parameters[name], safe=""))
        return path

    async def send(self, http: httpx.AsyncClient) -> httpx.Response:
        """Send it; the example is the body when the operation takes JSON and none is given."""
        operation = self.operation
        body: Any = {}
        if self.content is not None:
            body = {"content": self.content}
        elif operation.is_json:
            body = {"json": operation.body_example}
        elif operation.is_binary:
            body = {"content": SMALLEST_PDF}
        return await http.request(
            operation.method, self.path, params=self.query, headers=self._headers(), **body
        )

    def _headers(self) -> dict[str, str]:
        headers: dict[str, str] = {}
        if self.operation.drawn["x-idempotency"]:
            headers["Idempotency-Key"] = uuid4().hex
        if self.operation.drawn["x-if-match"]:
            headers["If-Match"] = FIRST_VERSION
        if self.operation.is_json:
            headers["Content-Type"] = "application/json"
        if self.operation.is_binary:
            headers["Content-Type"] = self.operation.media_type
        return headers | dict(self.headers or {})


def refused(answer: httpx.Response, *statuses: int) -> str | None:
    """None when the answer is one of these refusals, as a problem; else what is wrong with it."""
    if answer.status_code not in statuses:
        return f"{answer.status_code} {answer.text[:200]}"
    if answer.headers["content-type"] != PROBLEM:
        return f"not a problem: {answer.headers['content-type']}"
    missing = {"type", "title", "status", "code", "request_id"} - set(answer.json())
    return f"lacks {sorted(missing)}" if missing else None
