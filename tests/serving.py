"""An ASGI application on a real TCP port, in the loop of the test that asks for it."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.types import ASGIApp
from typing_extensions import override

from services.kit.http_protocol import StrictHttpProtocol

TICK_S = 0.1  # as uvicorn's own


class _QuietServer(uvicorn.Server):
    """A server that leaves the signals of the test run alone and says when it has started."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()
        self._leaving: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def leave(self) -> None:
        """Stop, without waiting for the next tick."""
        self.should_exit = True
        self._leaving.set_result(None)

    @override
    async def main_loop(self) -> None:
        ticks = 0
        while not await self.on_tick(ticks):
            # A future, for whoever cancels the tasks a test began must find none of this here.
            await asyncio.wait([self._leaving], timeout=TICK_S)
            ticks += 1

    @override
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()


def free_socket() -> socket.socket:
    """Return a socket bound to a free port of the loopback address."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    return listener


def address_of(listener: socket.socket) -> str:
    """Return `http://127.0.0.1:<port>`."""
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


@asynccontextmanager
async def served(app: ASGIApp, listener: socket.socket | None = None) -> AsyncIterator[str]:
    """Serve `app` as our processes do and give its address."""
    listener = listener or free_socket()
    config = uvicorn.Config(
        app,
        http=StrictHttpProtocol,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=2,
    )
    server = _QuietServer(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    await server.up.wait()
    assert server.started, "the application did not start"
    try:
        yield address_of(listener)
    finally:
        server.leave()
        await serving
        listener.close()
