"""From submission to decision on the whole stack: `python -m bench.journey`.

Borrowers hand in small, sound applications one after the other, through the gateway, and look at
each until it is approved: accepted, told to underwriting, checked with the sandbox bureau, decided,
told back. Beside each, in the same run and on the same Postgres, the bare sequence of the same
steps: as many HTTP calls to a server that answers nothing, and as many commits of one row. The
ratio says what all the work between costs; the milliseconds are this machine's.
"""

import asyncio
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Final, NamedTuple

import asyncpg
import httpx

from deploy.local.database import DATABASE
from deploy.local.postgres import LocalPostgres
from tests.journeys.applying import SMALL, Applicant, a_borrower
from tests.journeys.person import Town, expect
from tests.journeys.running_stack import RunningStack

JOURNEYS: Final = 100
WARM_UP: Final = 5
LOOK_EVERY_S: Final = 0.005
DECIDED_WITHIN_S: Final = 30.0


class Step(NamedTuple):
    """What one step of the way takes at the least: calls over HTTP, and commits."""

    name: str
    calls: int
    commits: int


WAY: Final = (
    Step("submitted and accepted, through the gateway", 2, 1),
    Step("told to underwriting: attempt, case, outcome", 1, 3),
    Step("begun; the question, the bureau, the report", 1, 3),
    Step("decided", 0, 1),
    Step("told back that it began: attempt, status, outcome", 1, 3),
    Step("told back the decision: attempt, offer, outcome", 1, 3),
    Step("looked at, through the gateway", 2, 0),
)
CALLS: Final = sum(step.calls for step in WAY)
COMMITS: Final = sum(step.commits for step in WAY)


class Bare:
    """The same calls and commits with nothing in them."""

    def __init__(self, http: httpx.AsyncClient, connection: asyncpg.Connection) -> None:
        self._http = http
        self._connection = connection

    async def walk(self) -> float:
        """Seconds for one bare way."""
        began_s = time.perf_counter()
        for step in WAY:
            for _ in range(step.calls):
                (await self._http.get("/")).raise_for_status()
            for _ in range(step.commits):
                await self._connection.execute(
                    "INSERT INTO bench_steps (step) VALUES ($1)", step.name
                )
        return time.perf_counter() - began_s


async def main() -> None:
    """Walk, and print what it took."""
    with tempfile.TemporaryDirectory() as folder:
        stack = RunningStack(Path(folder) / "stack")
        await stack.start()
        try:
            async with (
                httpx.AsyncClient(base_url=stack.url, timeout=10, trust_env=False) as gateway,
                _bare(stack) as bare,
            ):
                ways_s, bare_s = await _walk(Town(gateway, stack), bare)
        finally:
            await stack.forget()
    print(f"submit to decision, {JOURNEYS} applications one after the other")
    _print("  the journey", ways_s)
    _print(f"  {CALLS} bare calls, {COMMITS} bare commits", bare_s)
    ratios = [_at(ways_s, share) / _at(bare_s, share) for share in (0.5, 0.99)]
    print(f"  ratio: p50 {ratios[0]:.1f}, p99 {ratios[1]:.1f}")


async def _walk(town: Town, bare: Bare) -> tuple[list[float], list[float]]:
    """Both ways in turn, so that a busy moment of the machine hits them alike."""
    ways_s, bare_s = [], []
    for number in range(-WARM_UP, JOURNEYS):
        applicant = await a_borrower(town)
        way_s, nothing_s = await _decided(applicant), await bare.walk()
        if number >= 0:
            ways_s.append(way_s)
            bare_s.append(nothing_s)
    return sorted(ways_s), sorted(bare_s)


async def _decided(applicant: Applicant) -> float:
    """Seconds from handing in an application to reading that it is approved."""
    person, application = applicant.person, await applicant.complete_draft(SMALL)
    etag = (await person.get(application)).headers["etag"]
    began_s = time.perf_counter()
    expect(201, await person.post(f"{application}/submissions", etag=etag))
    async with asyncio.timeout(DECIDED_WITHIN_S):
        while True:
            if expect(200, await person.get(application))["status"] == "approved":
                return time.perf_counter() - began_s
            await asyncio.sleep(LOOK_EVERY_S)


@asynccontextmanager
async def _bare(stack: RunningStack) -> AsyncIterator[Bare]:
    port = int(stack.settings["XIAOWEI_POSTGRES_PORT"])
    dsn = LocalPostgres(stack.home.postgres, port).dsn(database=DATABASE)
    connection = await asyncpg.connect(dsn)
    await connection.execute("CREATE TABLE bench_steps (id bigserial PRIMARY KEY, step text)")
    with _echo() as address:
        async with httpx.AsyncClient(base_url=address, trust_env=False) as http:
            yield Bare(http, connection)
    await connection.close()


@contextmanager
def _echo() -> Iterator[str]:
    """A server that answers nothing, in a process of its own."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        handed = listener.fileno()
        process = subprocess.Popen(
            [sys.executable, "-m", "bench.bare_echo", str(handed)], pass_fds=[handed]
        )
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            process.terminate()
            process.wait()


def _print(name: str, seconds: list[float]) -> None:
    p50_ms, p99_ms = (_at(seconds, share) * 1000 for share in (0.5, 0.99))
    print(f"{name:40} p50 {p50_ms:7.1f} ms   p99 {p99_ms:7.1f} ms")


def _at(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


if __name__ == "__main__":
    asyncio.run(main())
