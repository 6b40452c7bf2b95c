"""The world behind the gateway: a service that says back what it was sent, or misbehaves."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.types import Receive, Scope, Send

STACK = b'Traceback (most recent call last):\n  File "/srv/app.py"\nSELECT secret FROM parties'
LONG_BYTES = 300_000


PROBLEM = b'{"code":"version_changed","status":412}'
_JSON = (b"content-type", b"application/json")
_TEXT = (b"content-type", b"text/plain")
_PROBLEM = (b"content-type", b"application/problem+json")

# status, body, fields: what the service says when the path's last segment asks for it
ANSWERS: Mapping[str, tuple[int, bytes, tuple[tuple[bytes, bytes], ...]]] = {
    "stack": (500, STACK, (_TEXT,)),
    "html404": (404, STACK, ((b"content-type", b"text/html"),)),
    "redirect": (307, b"", (_TEXT, (b"location", b"http://inner:8101/"))),
    "unauthorized": (401, b"{}", (_PROBLEM,)),
    "problem": (412, PROBLEM, (_PROBLEM,)),
    "leaving": (200, b"{}", (_JSON, (b"connection", b"close"))),
    "located": (201, b"{}", (_JSON, (b"location", b"/v1/things/1"))),
    "inner": (
        201,
        b"{}",
        (
            _JSON,
            (b"location", b"http://inner:8101/v1/x"),
            (b"server", b"inner"),
            (b"set-cookie", b"session=1"),
            (b"x-internal-node", b"n1"),
            (b"etag", b'"3"'),
        ),
    ),
}


@dataclass
class Echo:
    """A bare ASGI application; `seen` are the requests that reached it, newest last."""

    seen: list[dict[str, Any]] = field(default_factory=list)
    patience: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer by the last segment of the path, by default with what was sent."""
        if scope["type"] != "http":
            await _live(receive, send)
            return
        kind = scope["path"].rsplit("/", 1)[-1]
        body = await _body(receive)
        self.seen.append(_told(scope, body))
        if kind in ANSWERS:
            status, said, fields = ANSWERS[kind]
            await _answer(send, status, said, *fields)
        elif kind in _ODD:
            await _ODD[kind](send)
        elif kind == "slow":
            await self.patience.wait()
        else:
            await _answer(send, 200, json.dumps(self.seen[-1]).encode(), _JSON)


def _told(scope: Scope, body: bytes) -> dict[str, Any]:
    return {
        "method": scope["method"],
        "path": scope["raw_path"].decode("latin-1"),
        "query": scope["query_string"].decode("latin-1"),
        "headers": [[part.decode("latin-1") for part in pair] for pair in scope["headers"]],
        "body_bytes": len(body),
        "body": body[:200].decode("latin-1"),
    }  # fmt: skip


async def _live(receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await send({"type": "lifespan.shutdown.complete"})


async def _body(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


async def _answer(send: Send, status: int, body: bytes, *fields: tuple[bytes, bytes]) -> None:
    headers = [(b"content-length", b"%d" % len(body)), *fields]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _empty(send: Send) -> None:
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


async def _cut(send: Send) -> None:
    """Promise more than is sent."""
    headers = [(b"content-type", b"application/json"), (b"content-length", b"1000")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"{", "more_body": True})


async def _long(send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    for _ in range(LONG_BYTES // 1000):
        await send({"type": "http.response.body", "body": b"x" * 1000, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


_ODD: Mapping[str, Callable[[Send], Awaitable[None]]] = {
    "cut": _cut,
    "long": _long,
    "empty": _empty,
}
