"""A small load client: requests made beforehand over kept-alive connections, back to back."""

import asyncio
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, cast
from urllib.parse import urlsplit

from typing_extensions import override

GRACE_S: Final = 10


@dataclass(frozen=True)
class Measured:
    """What a round showed: requests a second, latencies in seconds, sorted, and other answers."""

    per_second: float
    latencies_s: Sequence[float]
    failures: int

    @property
    def p50_ms(self) -> float:
        """The median latency in milliseconds."""
        return self.latencies_s[len(self.latencies_s) // 2] * 1000

    @property
    def p99_ms(self) -> float:
        """The latency in milliseconds that one in a hundred exceeds."""
        return self.latencies_s[len(self.latencies_s) * 99 // 100] * 1000


class _Caller(asyncio.Protocol):
    """One connection: send, wait for the whole answer, send the next."""

    def __init__(self, requests: Iterator[bytes], until_s: float, status: int) -> None:
        self.latencies_s: list[float] = []
        self.failures = 0
        self.done = asyncio.get_running_loop().create_future()
        self._requests = requests
        self._until_s = until_s
        self._wanted = f"HTTP/1.1 {status} ".encode("ascii")
        self._answer = b""
        self._sent_s = 0.0

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)
        self._send()

    @override
    def data_received(self, data: bytes) -> None:
        self._answer += data
        head_end = self._answer.find(b"\r\n\r\n")
        if head_end < 0:
            return
        head = self._answer[:head_end].lower()
        start = head.index(b"content-length: ") + 16
        length = int(head[start:].split(b"\r\n", 1)[0])
        if len(self._answer) < head_end + 4 + length:
            return
        now_s = time.perf_counter()
        self.latencies_s.append(now_s - self._sent_s)
        self.failures += not self._answer.startswith(self._wanted)
        if now_s < self._until_s:
            self._send()
        else:
            self._transport.close()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_result(None)

    def _send(self) -> None:
        request = next(self._requests, None)
        if request is None:
            self._transport.close()
            return
        self._answer = b""
        self._sent_s = time.perf_counter()
        self._transport.write(request)


async def load(
    address: str,
    requests: Iterator[bytes],
    *,
    connections: int,
    duration_s: float,
    status: int = 200,
) -> Measured:
    """Send `requests` in turn over `connections` connections.

    Until they come to an end or `duration_s` seconds have passed; `status` is the right answer.
    """
    host, port = urlsplit(address).hostname or "", urlsplit(address).port or 80
    loop = asyncio.get_running_loop()
    started_s = time.perf_counter()
    callers = [_Caller(requests, started_s + duration_s, status) for _ in range(connections)]
    async with asyncio.timeout(duration_s + GRACE_S):
        for caller in callers:
            await loop.create_connection(partial(_itself, caller), host, port)
        await asyncio.gather(*(caller.done for caller in callers))
    elapsed_s = time.perf_counter() - started_s
    latencies_s = sorted(latency for caller in callers for latency in caller.latencies_s)
    failures = sum(caller.failures for caller in callers)
    return Measured(len(latencies_s) / elapsed_s, latencies_s, failures)


async def once_each(address: str, requests: Sequence[bytes]) -> None:
    """Send each request once, one after the other."""
    host, port = urlsplit(address).hostname or "", urlsplit(address).port or 80
    reader, writer = await asyncio.open_connection(host, port)
    for request in requests:
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        await reader.readexactly(int(head.partition(b"content-length: ")[2].split(b"\r\n", 1)[0]))
    writer.close()
    await writer.wait_closed()


def _itself(caller: _Caller) -> _Caller:
    return caller


def get_request(address: str, path: str, token: str) -> bytes:
    """Return the bytes of one GET under a bearer token."""
    host = urlsplit(address).netloc
    return (
        f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n"
        "Accept: application/json\r\n\r\n"
    ).encode("ascii")


def post_request(address: str, path: str, body: bytes, headers: Mapping[str, str]) -> bytes:
    """Return the bytes of one POST of JSON under further headers."""
    sent = {
        "Host": urlsplit(address).netloc,
        "Accept": "application/json",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        **headers,
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in sent.items())
    return f"POST {path} HTTP/1.1\r\n{lines}\r\n".encode("ascii") + body
