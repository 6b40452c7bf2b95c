"""A process: its two ports, what it says to garbage, and how it leaves."""

import asyncio
import json
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
import pytest

START_MAX_S = 20
PAUSE_S = 0.05
ALICE = {"Authorization": "Bearer alice"}


@dataclass(frozen=True)
class Running:
    """A process under test and its two ports."""

    process: Process
    port: int
    ops_port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def ops_url(self) -> str:
        return f"http://127.0.0.1:{self.ops_port}"

    async def raw(self, request: bytes) -> bytes:
        """What the process answers to these bytes before it closes."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(request)
        await writer.drain()
        async with asyncio.timeout(5):
            answer = await reader.read()
        writer.close()
        return answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def start(port: int, ops_port: int) -> Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.api.kit.serve_things", str(port), str(ops_port)),
        stdout=PIPE,
        stderr=PIPE,
    )


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(START_MAX_S):
        while not await holds():  # noqa: ASYNC110 - another process has no event to wait for
            await asyncio.sleep(PAUSE_S)


async def status(url: str) -> int | None:
    async with httpx.AsyncClient() as client:
        try:
            return (await client.get(url)).status_code
        except httpx.TransportError:
            return None


@asynccontextmanager
async def running() -> AsyncIterator[Running]:
    port, ops_port = free_port(), free_port()
    process = await start(port, ops_port)
    here = Running(process, port, ops_port)
    try:
        await until(lambda: _is(here.ops_url + "/readyz", 200))
        await until(lambda: _is(here.url + "/v1/things", 401))
        yield here
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def _is(url: str, wanted: int | None) -> bool:
    return await status(url) == wanted


@pytest.fixture(scope="module")
async def here() -> AsyncIterator[Running]:
    """One process for the tests that leave it running."""
    async with running() as process:
        yield process


async def test_health_readiness_and_metrics_have_their_own_port(here: Running) -> None:
    async with httpx.AsyncClient() as client:
        assert (await client.get(here.ops_url + "/healthz")).text == "ok\n"
        ready = await client.get(here.ops_url + "/readyz")
        assert ready.json() == {"ready": True, "checks": {"things": "ok"}}
        assert "http_requests_total" in (await client.get(here.ops_url + "/metrics")).text
        for path in ("/healthz", "/readyz", "/metrics"):
            response = await client.get(here.url + path)
            assert response.status_code == 404
        assert (await client.get(here.ops_url + "/v1/things")).status_code == 404


async def test_the_server_does_not_say_what_it_is(here: Running) -> None:
    async with httpx.AsyncClient() as client:
        response = await client.get(here.url + "/v1/things", headers=ALICE)
    assert response.status_code == 200
    assert "server" not in response.headers


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"garbage\r\n\r\n",
        b"GET /v1/things HTTP/1.1\r\nHost: x\r\nX : y\r\n\r\n",
        b"POST /v1/things HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0",
        b"GET http://evil.example/v1/things HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /v1/things#x HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
)
async def test_an_unreadable_request_is_a_400_problem(here: Running, request_bytes: bytes) -> None:
    head, _, body = (await here.raw(request_bytes)).partition(b"\r\n\r\n")
    problem = json.loads(body)
    assert head.startswith(b"HTTP/1.1 400 ")
    assert b"content-type: application/problem+json" in head
    assert problem["code"] == "unreadable_request"
    assert problem["request_id"].encode() in head


async def test_a_head_without_end_is_431(here: Running) -> None:
    answer = await here.raw(b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 200_000)
    assert answer.startswith(b"HTTP/1.1 431 ")
    assert b'"code":"headers_too_large"' in answer


async def test_i11_a_chunked_body_without_end_is_413(here: Running) -> None:
    head = (
        b"POST /v1/things HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer alice\r\n"
        b"Idempotency-Key: k\r\nContent-Type: application/json\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n"
    )
    chunk = b"10000\r\n" + b"a" * 65_536 + b"\r\n"
    reader, writer = await asyncio.open_connection("127.0.0.1", here.port)
    writer.write(head + chunk * 20)
    async with asyncio.timeout(5):
        line = await reader.readline()
    writer.close()
    assert line.startswith(b"HTTP/1.1 413 ")


async def test_a_stop_lets_the_running_request_finish_and_ends_with_0() -> None:
    async with running() as here, httpx.AsyncClient(headers=ALICE) as client:
        napping = asyncio.create_task(client.get(here.url + "/v1/slow", timeout=10))
        await until(lambda: _is_napping(here))
        here.process.send_signal(signal.SIGTERM)
        await until(lambda: _is(here.ops_url + "/readyz", 503))
        assert (await napping).headers["connection"] == "close"
        assert napping.result().json() == {"nap": "over"}
        async with asyncio.timeout(10):
            assert await here.process.wait() == 0
        assert await status(here.url + "/v1/things") is None


async def _is_napping(here: Running) -> bool:
    async with httpx.AsyncClient() as client:
        told = (await client.get(here.ops_url + "/metrics")).text
    return 'http_requests_in_flight{service="things"} 1.0' in told


@pytest.mark.parametrize("which", ["port", "ops_port"])
async def test_a_busy_port_is_said_in_one_plain_line(here: Running, which: str) -> None:
    taken = {"port": here.port, "ops_port": here.ops_port}[which]
    ports = {"port": free_port(), "ops_port": free_port(), which: taken}
    process = await start(ports["port"], ports["ops_port"])
    async with asyncio.timeout(START_MAX_S):
        out, told = await process.communicate()
    assert process.returncode == 69
    assert told.decode() == f"Cannot listen on 127.0.0.1:{taken}: Address already in use\n"
    assert out == b""
