"""HTTP byte by byte: what no well-behaved client library would send."""

import asyncio
import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import urlsplit

ANSWER_WITHIN_S = 20


@dataclass(frozen=True)
class RawAnswer:
    """A response as it came; header names in lower case, repeated ones joined by a comma."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """Return the body as JSON."""
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """The code of the problem document this answer must be."""
        assert self.headers["content-type"] == "application/problem+json", self
        return str(self.json()["code"])


async def send_raw(address: str, request: bytes) -> RawAnswer:
    """Send the bytes on a connection of their own and read one response."""
    parts = urlsplit(address)
    async with asyncio.timeout(ANSWER_WITHIN_S):
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        try:
            writer.write(request)
            await writer.drain()
            return await _read_answer(reader)
        finally:
            writer.close()
            await asyncio.gather(writer.wait_closed(), return_exceptions=True)


@dataclass(frozen=True)
class Line:
    """One connection: say anything, and read every answer until the other side hangs up."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def to(cls, address: str) -> Self:
        """A new connection."""
        parts = urlsplit(address)
        return cls(*await asyncio.open_connection(parts.hostname, parts.port))

    def say(self, octets: bytes) -> None:
        """Send, and wait for nothing; what comes after the other side hung up is lost."""
        if not self.writer.is_closing():
            self.writer.write(octets)

    async def answers(self) -> list[RawAnswer]:
        """All answers, in order. Raises TimeoutError when the other side does not hang up."""
        with contextlib.suppress(ConnectionError):
            async with asyncio.timeout(ANSWER_WITHIN_S):
                heard = await self.reader.read()
        self.writer.close()
        await asyncio.gather(self.writer.wait_closed(), return_exceptions=True)
        return [*_answers_in(heard)]


async def converse(address: str, request: bytes) -> list[RawAnswer]:
    """Send the bytes on a connection of their own, and read until the other side hangs up."""
    line = await Line.to(address)
    line.say(request)
    return await line.answers()


def _answers_in(heard: bytes) -> Iterator[RawAnswer]:
    while heard:
        head, _, heard = heard.partition(b"\r\n\r\n")
        answer = _head_of(head.decode("latin-1"))
        length = int(answer.headers.get("content-length", 0))
        yield replace(answer, body=heard[:length])
        heard = heard[length:]


async def ask(
    address: str,
    method: str,
    target: str,
    headers: list[tuple[str, str]] | None = None,
    body: bytes = b"",
) -> RawAnswer:
    """Send one request with exactly these header fields beside Host and Content-Length."""
    lines = [f"{method} {target} HTTP/1.1", f"Host: {urlsplit(address).netloc}"]
    lines += [f"{name}: {value}" for name, value in headers or []]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    head = "\r\n".join([*lines, "Connection: close", "", ""])
    return await send_raw(address, head.encode("latin-1") + body)


async def _read_answer(reader: asyncio.StreamReader) -> RawAnswer:
    head = await reader.readuntil(b"\r\n\r\n")
    return replace(_head_of(head.decode("latin-1")), body=await reader.read())


def _head_of(head: str) -> RawAnswer:
    status_line, *fields = head.rstrip("\r\n").split("\r\n")
    headers: dict[str, str] = {}
    for line in fields:
        name, _, value = line.partition(":")
        known = headers.get(name.lower())
        headers[name.lower()] = value.strip() if known is None else f"{known}, {value.strip()}"
    return RawAnswer(int(status_line.split(" ")[1]), headers, b"")
