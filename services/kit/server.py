"""Running a process: the API and its ops port in one loop, and a clean way out.

SIGTERM or SIGINT: readiness turns red and every answer is the last on its connection, the lameduck
time passes (so that load balancers notice, and callers connect elsewhere), what is being answered
is finished, the lifespan ends, the process exits 0.
"""

import asyncio
import contextlib
import logging
import signal
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final, Literal, Protocol

import uvicorn
import uvloop
from starlette.types import ASGIApp
from typing_extensions import override

from services.kit.health import Check, Readiness, ops_app
from services.kit.http_protocol import StrictHttpProtocol

DRAIN_MAX_S: Final = 7
KEEP_ALIVE_S: Final = 65  # longer than a load balancer keeps an idle connection
BACKLOG: Final = 2048
EXIT_UNAVAILABLE: Final = 69  # EX_UNAVAILABLE of sysexits.h
_LAST_ANSWER: Final = (b"connection", b"close")

_log = logging.getLogger("xiaowei.server")


class Listening(Protocol):
    """Where a process listens and how it leaves; every settings class has these."""

    @property
    def host(self) -> str: ...
    @property
    def port(self) -> int: ...
    @property
    def ops_port(self) -> int: ...
    @property
    def lameduck_s(self) -> float: ...


def run(main: Coroutine[Any, Any, None]) -> None:
    """Run a process's main coroutine to its end on uvloop."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main)


async def at_once(_stopping: asyncio.Event) -> bool:
    """Nothing has to be there before the first request is answered."""
    return True


async def serve(
    app: ASGIApp,
    *,
    settings: Listening,
    checks: Mapping[str, Check],
    may_begin: Callable[[asyncio.Event], Awaitable[bool]] = at_once,
) -> None:
    """Answer on the API port and the ops port until a signal says stop.

    Health and readiness are told while `may_begin` waits for what must be there first; it is given
    what a stop sets, and says whether to begin at all. Raises SystemExit with 69 and one plain line
    when a port is taken.
    """
    stopping = stop_event()
    readiness = Readiness(checks)
    with contextlib.closing(listening_socket(settings.host, settings.port)) as listener:
        async with ops_server(readiness, host=settings.host, port=settings.ops_port):
            if await may_begin(stopping):
                await _answer(app, listener, readiness, stopping, settings.lameduck_s)


async def _answer(
    app: ASGIApp,
    listener: socket.socket,
    readiness: Readiness,
    stopping: asyncio.Event,
    lameduck_s: float,
) -> None:
    server = _Server(_config(app, lifespan="on"))
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    stopped = asyncio.create_task(stopping.wait())
    await asyncio.wait({serving, stopped}, return_when=asyncio.FIRST_COMPLETED)
    readiness.is_stopping = True
    if not serving.done():
        server.say_goodbye()
        await asyncio.sleep(lameduck_s)
        server.should_exit = True
    stopped.cancel()
    await serving


@asynccontextmanager
async def ops_server(readiness: Readiness, *, host: str, port: int) -> AsyncIterator[None]:
    """Serve /healthz, /readyz and /metrics while the block runs; for workers too.

    Raises SystemExit with 69 and one plain line when the port is taken.
    """
    listener = listening_socket(host, port)
    server = _Server(_config(ops_app(readiness), lifespan="off"))
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield
    finally:
        server.should_exit = True
        await serving


def stop_event() -> asyncio.Event:
    """An event that SIGTERM and SIGINT set, in the running loop."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for stop_signal in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(stop_signal, stopping.set)
    return stopping


def listening_socket(host: str, port: int) -> socket.socket:
    """A socket bound to host and port; exits with 69 and one plain line when it cannot be."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        sys.stderr.write(f"Cannot listen on {host}:{port}: {error.strerror}\n")
        raise SystemExit(EXIT_UNAVAILABLE) from error
    return listener


class _Server(uvicorn.Server):
    """uvicorn without its own signal handling: two of them share this process."""

    def say_goodbye(self) -> None:
        """Close every connection after its next answer, so that none is idle when we close.

        Who writes into a connection that is being closed cannot know whether it was read.
        """
        self.server_state.default_headers.append(_LAST_ANSWER)
        self.config.encoded_headers.append(_LAST_ANSWER)  # they are made of these every second

    @override
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _config(app: ASGIApp, *, lifespan: Literal["on", "off"]) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=StrictHttpProtocol,
        ws="none",
        lifespan=lifespan,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=DRAIN_MAX_S,
        backlog=BACKLOG,
    )
