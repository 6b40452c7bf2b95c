"""Who is still sending when we refuse hears the refusal, and is not waited for without end."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from starlette.types import Receive, Scope, Send

from services.kit import lingering
from services.kit.http_protocol import HEAD_MAX_BYTES
from tests.serving import served

HEARD_MAX_S = 5
PIECE = b"a" * 65_536
BODY_BYTES = 10_000_000


async def impatient(scope: Scope, _: Receive, send: Send) -> None:
    """Answer before the body is there, and close."""
    if scope["type"] != "http":
        return
    headers = [(b"content-length", b"2"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": b"no"})


Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def connected(address: str) -> Ends:
    parts = urlsplit(address)
    return await asyncio.open_connection(parts.hostname, parts.port)


async def heard(reader: asyncio.StreamReader) -> bytes:
    async with asyncio.timeout(HEARD_MAX_S):
        return await reader.read()


async def sent_without_end(writer: asyncio.StreamWriter) -> None:
    async with asyncio.timeout(HEARD_MAX_S):
        while True:
            writer.write(PIECE)
            await writer.drain()


@contextmanager
def lingering_for(seconds: float) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lingering, "LINGER_MAX_S", seconds)
        yield


REFUSED = {
    "a head without end": (b"GET / HTTP/1.1\r\nX: " + b"a" * HEAD_MAX_BYTES, b" 431 "),
    "a request nobody can read": (b"garbage\r\n\r\n", b" 400 "),
    "a body nobody reads": (
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % BODY_BYTES,
        b" 413 ",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_who_goes_on_sending_is_not_reset(case: str) -> None:
    sent, status = REFUSED[case]
    async with served(impatient) as address:
        reader, writer = await connected(address)
        writer.write(sent)
        answer = await heard(reader)
        for _ in range(20):  # a reset would come back upon the first of these
            writer.write(PIECE)
            await writer.drain()
        writer.close()
        await writer.wait_closed()
    assert status in answer.partition(b"\r\n")[0]


async def test_who_sends_without_end_is_waited_for_a_while() -> None:
    sent, _ = REFUSED["a body nobody reads"]
    with lingering_for(0.05):
        async with served(impatient) as address:
            reader, writer = await connected(address)
            writer.write(sent)
            await heard(reader)
            with pytest.raises(ConnectionError):
                await sent_without_end(writer)
            writer.close()


async def test_a_broken_body_ends_the_wait_of_who_reads_it() -> None:
    told: asyncio.Queue[str] = asyncio.Queue()

    async def patient(scope: Scope, receive: Receive, _: Send) -> None:
        while scope["type"] == "http":
            told.put_nowait((await receive())["type"])
            if told.qsize() > 1:
                return

    head = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    async with served(patient) as address:
        reader, writer = await connected(address)
        writer.write(head + b"1\r\na\r\n")
        async with asyncio.timeout(HEARD_MAX_S):
            assert await told.get() == "http.request"
        writer.write(b"no chunk\r\n")
        assert b" 400 " in (await heard(reader)).partition(b"\r\n")[0]
        async with asyncio.timeout(HEARD_MAX_S):
            assert await told.get() == "http.disconnect"
        writer.close()
