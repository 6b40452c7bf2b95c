"""The least that answers HTTP: what a call costs before anything is done in it."""

import socket
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

import uvicorn

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_HEADERS: Final = [(b"content-type", b"application/json"), (b"content-length", b"2")]


async def echo(scope: MutableMapping[str, Any], _receive: object, send: Send) -> None:
    """Answer everything with an empty document."""
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        await send({"type": "http.response.body", "body": b"{}"})


if __name__ == "__main__":
    listener = socket.socket(fileno=int(sys.argv[1]))
    server = uvicorn.Server(uvicorn.Config(echo, log_level="critical", lifespan="off"))
    server.run(sockets=[listener])
