"""One connection, piece by piece: what counts as a head, and how long one may take."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send
from uvicorn.server import ServerState

from services.kit import http_protocol
from services.kit.http_protocol import HEAD_MAX_BYTES, StrictHttpProtocol

HEAD = b"PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"
LARGE_BYTES = HEAD_MAX_BYTES + 1


async def measured(_: Scope, receive: Receive, send: Send) -> None:
    """Answer how long the body was."""
    length, more = 0, True
    while more:
        message = await receive()
        length += len(message.get("body", b""))
        more = message.get("more_body", False)
    body = str(length).encode()
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


class Line:
    """Both ends of a connection: the caller's socket, and the protocol that serves the other."""

    def __init__(self, caller: socket.socket, protocol: StrictHttpProtocol) -> None:
        self.caller = caller
        self.protocol = protocol

    async def heard(self) -> bytes:
        """What the caller reads next; nothing when the connection is closed."""
        async with asyncio.timeout(5):
            return await asyncio.get_running_loop().sock_recv(self.caller, 65_536)


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    config = uvicorn.Config(measured, http=StrictHttpProtocol, ws="none", log_config=None)
    config.load()
    protocol = StrictHttpProtocol(config, ServerState(), app_state={})
    caller, server = socket.socketpair()
    caller.setblocking(False)  # noqa: FBT003 - as the standard library has it
    loop = asyncio.get_running_loop()
    transport, _ = await loop.connect_accepted_socket(lambda: protocol, server)
    yield Line(caller, protocol)
    transport.close()
    caller.close()


async def test_a_large_last_piece_of_a_body_is_no_head(line: Line) -> None:
    line.protocol.data_received(HEAD % (LARGE_BYTES + 1) + b"a")
    line.protocol.data_received(b"a" * LARGE_BYTES)
    assert (await line.heard()).endswith(str(LARGE_BYTES + 1).encode())


async def test_a_head_and_its_large_body_may_come_in_one_piece(line: Line) -> None:
    line.protocol.data_received(HEAD % LARGE_BYTES + b"a" * LARGE_BYTES)
    assert (await line.heard()).endswith(str(LARGE_BYTES).encode())


async def test_a_head_grows_too_large_over_many_pieces(line: Line) -> None:
    line.protocol.data_received(b"GET / HTTP/1.1\r\n")
    for number in range(10):
        line.protocol.data_received(b"X-%d: " % number + b"a" * (LARGE_BYTES // 9) + b"\r\n")
    assert (await line.heard()).startswith(b"HTTP/1.1 431 ")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_protocol, "HEAD_TIMEOUT_S", 0.05)


@pytest.mark.usefixtures("impatient")
async def test_g6_a_head_that_does_not_end_is_refused(line: Line) -> None:
    line.protocol.data_received(b"GET / HTTP/1.1\r\nHost: x\r\n")
    assert (await line.heard()).startswith(b"HTTP/1.1 400 ")
    assert await line.heard() == b""


@pytest.mark.usefixtures("impatient")
async def test_g6_a_second_head_has_no_more_time_than_the_first(line: Line) -> None:
    line.protocol.data_received(HEAD % 1 + b"a")
    assert (await line.heard()).startswith(b"HTTP/1.1 200 ")
    line.protocol.data_received(b"GET / HTTP/1.1\r\n")
    assert (await line.heard()).startswith(b"HTTP/1.1 400 ")


@pytest.mark.usefixtures("impatient")
async def test_g6_a_connection_that_says_nothing_is_closed(line: Line) -> None:
    assert await line.heard() == b""
