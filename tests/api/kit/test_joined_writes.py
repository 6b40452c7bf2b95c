"""Head and body leave together, and a long answer still feels that nobody reads."""

import asyncio
import socket
from urllib.parse import urlsplit

from starlette.types import Receive, Scope, Send

from services.kit.joined_writes import JOINED_MAX_BYTES
from tests.raw_http import ask
from tests.serving import served

PIECE = b"x" * 50_000
PIECES = 2_000


async def small(scope: Scope, _: Receive, send: Send) -> None:
    """Answer in three writes."""
    if scope["type"] == "http":
        headers = [(b"content-length", b"4")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"ab", "more_body": True})
        await send({"type": "http.response.body", "body": b"cd"})


async def asked(address: str) -> socket.socket:
    """Send a request on a connection of its own and read nothing yet."""
    parts, loop = urlsplit(address), asyncio.get_running_loop()
    caller = socket.socket()
    caller.settimeout(0)
    await loop.sock_connect(caller, (parts.hostname, parts.port))
    await loop.sock_sendall(caller, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    return caller


async def test_a_small_answer_is_one_packet() -> None:
    async with served(small) as address:
        with await asked(address) as caller:
            loop = asyncio.get_running_loop()
            first = await loop.sock_recv(caller, JOINED_MAX_BYTES)
    assert first.startswith(b"HTTP/1.1 200 OK\r\n")
    assert first.endswith(b"\r\n\r\nabcd")


async def test_the_last_words_before_closing_are_sent() -> None:
    async with served(small) as address:
        answer = await ask(address, "GET", "/")
    assert (answer.status, answer.body) == (200, b"abcd")


async def test_a_long_answer_waits_for_its_reader() -> None:
    sent_bytes = 0
    waiting = asyncio.Event()

    async def long(scope: Scope, _: Receive, send: Send) -> None:
        nonlocal sent_bytes
        if scope["type"] != "http":
            return
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _piece in range(PIECES):
            before_bytes = sent_bytes
            asyncio.get_running_loop().call_later(0.2, _notice, before_bytes)
            await send({"type": "http.response.body", "body": PIECE, "more_body": True})
            sent_bytes += len(PIECE)

    def _notice(before_bytes: int) -> None:
        if sent_bytes == before_bytes:
            waiting.set()

    async with served(long) as address:
        with await asked(address):
            async with asyncio.timeout(10):
                await waiting.wait()
            assert 0 < sent_bytes < PIECES * len(PIECE)
