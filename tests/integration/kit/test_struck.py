"""F1: whatever of the kit is struck at a failpoint goes on from there, and everything is once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest

from services.kit.clock import SandboxClock, SystemClock
from services.kit.failpoints import Deed, KitPoint
from services.kit.jobs import JobLoop
from services.kit.object_store import ObjectStore
from services.kit.patience import Patience
from services.kit.relay import Relay
from services.kit.sandbox import rows
from services.kit.sandbox.day_closer import DayCloser
from services.kit.sandbox.day_rounds import DayRound, exhausting
from services.kit.sandbox.follower import ClockFollower
from services.kit.sandbox.move_clock import move_clock
from services.kit.seal_export import SealExport
from services.kit.seal_records import number_of
from services.kit.seals import seal_once
from services.kit.verification import verify
from tests.integration.kit.neighbours import REFUSED, Neighbour
from tests.integration.kit.notes import Notes, a_note, let_back_off_pass, quiet
from tests.striking import DEEDS, Strike, armed, striking

WITHIN_S = 20.0
DAY = timedelta(days=1)

Scenario = Callable[[Notes, Path, Strike], Awaitable[None]]


async def told(notes: Notes, _: Path, strike: Strike) -> None:
    """A story of three events: told in order, each recorded as taken once."""
    note, neighbour = await a_note(notes, changes=2), Neighbour()
    await strike(Relay(notes.sessions, [neighbour]).sweep)
    await let_back_off_pass(notes)
    await Relay(notes.sessions, [neighbour]).sweep()
    assert sorted(set(neighbour.story(note))) == [1, 2, 3]
    assert neighbour.story(note) == sorted(neighbour.story(note))
    assert await notes.count("outbox_deliveries WHERE outcome = 'delivered'") == 3


async def parked(notes: Notes, _: Path, strike: Strike) -> None:
    """A message nobody takes: parked once, and its parking is audited once."""
    await a_note(notes)
    neighbour = Neighbour(answer=lambda _: REFUSED)
    relay = Relay(notes.sessions, [neighbour], Patience(refusals_max=1))
    await strike(relay.sweep)
    await let_back_off_pass(notes)
    await relay.sweep()
    assert await notes.count("parked_deliveries") == 1
    assert await notes.count("audit WHERE action = 'delivery.parked'") == 1
    assert len(neighbour.tried) == 1


async def sealed(notes: Notes, folder: Path, strike: Strike) -> None:
    """A seal: made once, told once, and the chain it closes is whole."""
    await a_note(notes)
    await quiet(notes)
    file = folder / "seals.jsonl"
    await strike(lambda: seal_once(notes.sessions, SealExport(file)))
    await seal_once(notes.sessions, SealExport(file))
    assert [number_of(line) for line in file.read_text().splitlines()] == [1]
    async with notes.sessions() as session:
        assert await verify(session) == []


async def days_closed(notes: Notes, _: Path, strike: Strike) -> None:
    """Two days the test clock passes: each has its round, and is closed."""
    today, clock = SystemClock().today(), SandboxClock()
    seen: list[date] = []

    async def note_day(day: date) -> None:
        seen.append(day)

    closer = DayCloser(ClockFollower(notes.sessions, clock), [DayRound("days", 60, note_day)])
    await move_clock(2, notes.sessions)
    await strike(closer.run)
    await closer.run()
    assert seen == sorted(seen)  # a day that was struck may have had its round twice
    assert set(seen) == {today, today + DAY, today + 2 * DAY}
    async with notes.sessions() as session:
        standing = await rows.standing(session)
    assert (standing.ahead_days, standing.closed_on) == (2, today + DAY)


async def exhausted(_: Notes, __: Path, strike: Strike) -> None:
    """A round of bounded size: it does each thing once, and all of them."""
    left, done = list(range(3)), list[int]()

    async def take_one() -> int:
        if not left:
            return 0
        done.append(left.pop())
        return 1

    today = SystemClock().today()
    await strike(lambda: exhausting(take_one)(today))
    await exhausting(take_one)(today)
    assert sorted(done) == [0, 1, 2]


async def kept(_: Notes, folder: Path, strike: Strike) -> None:
    """A file: the next one is kept whole, and what was struck left at most one nobody names."""
    store = ObjectStore(folder.as_uri(), "things")
    await strike(lambda: store.write(store.new_key(), b"first"))
    key = store.new_key()
    await store.write(key, b"second")
    assert await store.read_whole(key) == b"second"
    assert sum(file.is_file() for file in (folder / "things").rglob("*")) <= 2


SCENARIOS: dict[KitPoint, Scenario] = {
    KitPoint.DELIVERY_BEGUN: told,
    KitPoint.DELIVERY_MADE: told,
    KitPoint.DELIVERY_RECORDED: told,
    KitPoint.DELIVERY_PARKED: parked,
    KitPoint.SEAL_KEPT: sealed,
    KitPoint.SEAL_TOLD: sealed,
    KitPoint.DAY_ROUND_DONE: days_closed,
    KitPoint.DAY_CLOSED: days_closed,
    KitPoint.BATCH_DONE: exhausted,
    KitPoint.FILE_NEXT: kept,
    KitPoint.FILE_KEPT: kept,
}
JOBS = (KitPoint.JOB_TAKEN, KitPoint.JOB_DONE)


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("point", SCENARIOS, ids=lambda point: point.title)
async def test_f1_what_is_struck_is_made_up_for(
    point: KitPoint, deed: Deed, notes: Notes, tmp_path: Path
) -> None:
    await SCENARIOS[point](notes, tmp_path, striking(point, deed))


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("point", JOBS, ids=lambda point: point.title)
async def test_f1_a_job_that_is_struck_is_run_again(
    point: KitPoint, deed: Deed, notes: Notes
) -> None:
    done, is_done = list[bytes](), asyncio.Event()

    async def work(payload: bytes) -> None:
        done.append(payload)
        is_done.set()

    await notes.admin.execute(
        "INSERT INTO notes.pgqueuer (priority, status, entrypoint, payload)"
        " VALUES (0, 'queued', 'work', 'x')"
    )
    with armed(point, deed) as arming:
        async with _working(notes, work) as loop:
            await arming.struck.wait()
            if deed is Deed.HANG:
                loop.stop()
                loop.cut_short()
    is_done.clear()
    async with _working(notes, work):
        await is_done.wait()
    assert set(done) == {b"x"}
    assert await notes.count("pgqueuer") == 0


@asynccontextmanager
async def _working(
    notes: Notes, work: Callable[[bytes], Awaitable[None]]
) -> AsyncIterator[JobLoop]:
    loop = JobLoop(notes.url, "notes", {"work": work})
    async with asyncio.timeout(WITHIN_S):
        running = asyncio.create_task(loop.run())
        try:
            yield loop
        finally:
            loop.stop()
            await running
