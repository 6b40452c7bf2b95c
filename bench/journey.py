"""From submission to decision, and from nothing to a running loan: `python -m bench.journey`.

Borrowers hand in small, sound applications one after the other, through the gateway, and look at
each until it is approved: accepted, told to underwriting, checked with the sandbox bureau, decided,
told back. Beside each, in the same run and on the same Postgres, the bare sequence of the same
steps: as many HTTP calls to a server that answers nothing, and as many commits of one row. The
ratio says what all the work between costs; the milliseconds are this machine's. Then several
people at once go the whole way, until their loans run, and beside them as many send as many calls
to the server that answers nothing.
"""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final, NamedTuple

import asyncpg
import httpx

from bench.bare import bare_server
from bench.table import Figure, print_table
from deploy.local.database import DATABASE
from deploy.local.postgres import LocalPostgres
from deploy.sandbox.rail.truth_table import Case
from tests.journeys.applying import SMALL, Applicant, a_borrower
from tests.journeys.borrowing import Deal
from tests.journeys.person import Town, expect
from tests.journeys.running_stack import RunningStack

JOURNEYS: Final = 100
WARM_UP: Final = 5
LOANS: Final = 16
PEOPLE: Final = 4
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


async def rows() -> list[Figure]:
    """What both ways took, and how many loans a second came to run."""
    with tempfile.TemporaryDirectory() as folder, bare_server() as (address, _):
        stack = RunningStack(Path(folder) / "stack")
        await stack.start()
        try:
            async with (
                httpx.AsyncClient(base_url=stack.url, timeout=30, trust_env=False) as gateway,
                httpx.AsyncClient(base_url=address, timeout=30, trust_env=False) as http,
                _bare(stack, http) as bare,
            ):
                decided = _decisions(*await _walk(Town(gateway, stack), bare))
                return [*decided, await _whole_ways(stack, gateway, http)]
        finally:
            await stack.forget()


def _decisions(ways_s: list[float], bare_s: list[float]) -> Iterator[Figure]:
    for share in (0.5, 0.99):
        way_s, nothing_s = _at(ways_s, share), _at(bare_s, share)
        yield Figure(
            f"from submission to decision, p{share * 100:.0f} of {JOURNEYS}",
            f"{way_s * 1000:.1f} ms",
            f"{CALLS} bare calls and {COMMITS} bare commits",
            f"{nothing_s * 1000:.1f} ms",
            way_s / nothing_s,
        )


async def _whole_ways(
    stack: RunningStack, gateway: httpx.AsyncClient, http: httpx.AsyncClient
) -> Figure:
    """Loans a second that came to run, and the bare calls of as many people."""
    sent = 0

    async def count(_request: httpx.Request) -> None:
        nonlocal sent
        sent += 1

    town = Town(gateway, stack)
    await _go(town, PEOPLE)  # the first of everything is not counted
    gateway.event_hooks = {"request": [count]}
    ways_s = await _timed(_go(town, LOANS))
    calls = sent // LOANS
    bare_s = await _timed(_at_once(LOANS, lambda: _call(http, calls)))
    return Figure(
        f"applications to running loans, {PEOPLE} people at once",
        f"{LOANS / ways_s:.2f}/s",
        f"{calls} bare calls each",
        f"{LOANS / bare_s:.1f}/s",
        bare_s / ways_s,
    )


async def _go(town: Town, loans: int) -> None:
    async def go() -> None:
        deal = await Deal.signed(town, Case.ORDINARY)
        await deal.loan()

    await _at_once(loans, go)


async def _call(http: httpx.AsyncClient, calls: int) -> None:
    for _ in range(calls):
        (await http.get("/")).raise_for_status()


async def _at_once(times: int, way: Callable[[], Awaitable[None]]) -> None:
    """The same way so many times, by `PEOPLE` at once."""
    left = iter(range(times))

    async def person() -> None:
        for _ in left:
            await way()

    async with asyncio.TaskGroup() as people:
        for _ in range(PEOPLE):
            people.create_task(person())


async def _timed(work: Awaitable[None]) -> float:
    began_s = time.perf_counter()
    await work
    return time.perf_counter() - began_s


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
async def _bare(stack: RunningStack, http: httpx.AsyncClient) -> AsyncIterator[Bare]:
    port = int(stack.settings["XIAOWEI_POSTGRES_PORT"])
    dsn = LocalPostgres(stack.home.postgres, port).dsn(database=DATABASE)
    connection = await asyncpg.connect(dsn)
    await connection.execute("CREATE TABLE bench_steps (id bigserial PRIMARY KEY, step text)")
    yield Bare(http, connection)
    await connection.close()


def _at(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


if __name__ == "__main__":
    print_table(asyncio.run(rows()))
