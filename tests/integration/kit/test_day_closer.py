"""The test clock of one service: a round for each day in order, through failures and in company."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

import asyncpg
import pytest

from services.kit.clock import SandboxClock, SystemClock
from services.kit.database import make_engine, make_sessions
from services.kit.errors import DatabaseUnavailable
from services.kit.jobs import Again
from services.kit.sandbox import rows
from services.kit.sandbox.day_closer import CLOSE_DAYS, DayCloser
from services.kit.sandbox.day_rounds import DayRound, exhausting
from services.kit.sandbox.follower import ClockFollower, follower_of
from services.kit.sandbox.move_clock import move_clock
from services.kit.sandbox.standing import ClockOnlyMovesForward, ClosingState, Standing
from services.kit.worker import daily, following_jobs, following_rounds
from tests.conftest import PoolSizes
from tests.integration.kit.notes import SERVICE, Notes

DAY = timedelta(days=1)


class RoundFailed(Exception):
    """What a day round of these tests fails with."""


@dataclass
class Diary:
    """A day round that notes the days it was run for, and what its clock showed."""

    clock: SandboxClock
    days: list[date] = field(default_factory=list)
    fails_on: Callable[[date], bool] = lambda _: False

    async def run(self, today: date) -> None:
        """Note the day, or fail on it."""
        assert self.clock.today() == today
        if self.fails_on(today):
            raise RoundFailed
        self.days.append(today)

    def as_round(self) -> DayRound:
        """The round for a worker."""
        return DayRound("diary", 60, self.run)


@dataclass
class Worker:
    """One process of the notes service: its clock, its closer, its diary."""

    closer: DayCloser
    clock: SandboxClock
    diary: Diary


def a_worker(notes: Notes) -> Worker:
    clock = SandboxClock()
    diary = Diary(clock)
    return Worker(DayCloser(ClockFollower(notes.sessions, clock), [diary.as_round()]), clock, diary)


async def standing(notes: Notes) -> Standing:
    async with notes.sessions() as session:
        return await rows.standing(session)


def days(first: date, count: int) -> list[date]:
    return [first + number * DAY for number in range(count)]


async def test_each_day_has_its_round_in_order_and_then_all_is_closed(notes: Notes) -> None:
    today, worker = SystemClock().today(), a_worker(notes)
    await move_clock(3, notes.sessions)
    await worker.closer.run()
    assert worker.diary.days == days(today, 4)
    assert worker.clock.today() == today + 3 * DAY
    there = await standing(notes)
    assert there == Standing(3, 3, today + 2 * DAY)
    assert there.state(worker.clock.today()) is ClosingState.DONE
    await worker.closer.run()
    assert worker.diary.days == days(today, 4)


async def test_a_clock_that_was_never_moved_closes_yesterday(notes: Notes) -> None:
    today, worker = SystemClock().today(), a_worker(notes)
    await worker.closer.run()
    assert worker.diary.days == [today]
    assert await standing(notes) == Standing(0, 0, today - DAY)


async def test_a_failed_round_holds_the_clock_on_its_day_until_it_succeeds(notes: Notes) -> None:
    today, worker = SystemClock().today(), a_worker(notes)
    worker.diary.fails_on = lambda day: day == today + 2 * DAY
    await move_clock(4, notes.sessions)
    with pytest.raises(RoundFailed):
        await worker.closer.run()
    assert await standing(notes) == Standing(2, 4, today)
    with pytest.raises(Again):
        await worker.closer.work(b"")

    successor = a_worker(notes)
    await successor.closer.work(b"")
    assert worker.diary.days == days(today, 2)
    assert successor.diary.days == days(today + 2 * DAY, 3)
    assert await standing(notes) == Standing(4, 4, today + 3 * DAY)


async def test_two_workers_at_once_leave_out_no_day_and_overshoot_none(notes: Notes) -> None:
    today, workers = SystemClock().today(), [a_worker(notes), a_worker(notes)]
    await move_clock(20, notes.sessions)
    await asyncio.gather(*(worker.closer.run() for worker in workers))
    done = {day for worker in workers for day in worker.diary.days}
    assert sorted(done) == days(today, 21)
    assert await standing(notes) == Standing(20, 20, today + 19 * DAY)


async def test_it_may_be_sent_further_on_its_way_but_never_back(notes: Notes) -> None:
    today, worker = SystemClock().today(), a_worker(notes)
    await move_clock(2, notes.sessions)
    moved = await move_clock(3, notes.sessions)
    assert moved.target_on(today) == today + 3 * DAY
    with pytest.raises(ClockOnlyMovesForward):
        await move_clock(2, notes.sessions)
    await worker.closer.run()
    assert worker.clock.today() == today + 3 * DAY


async def test_a_move_wakes_a_worker_with_its_commit(notes: Notes) -> None:
    await move_clock(1, notes.sessions)
    assert await notes.count(f"pgqueuer WHERE entrypoint = '{CLOSE_DAYS}'") == 1


async def test_whoever_begins_after_a_move_has_moved(notes: Notes) -> None:
    clock = SandboxClock()
    follower = follower_of(notes.sessions, clock)
    assert follower is not None
    await notes.admin.execute("UPDATE notes.sandbox_clock SET ahead_days=9, target_ahead_days=9")
    await follower.follow()
    assert clock.today() == SystemClock().today() + 9 * DAY
    assert follower_of(notes.sessions, SystemClock()) is None


async def test_jobs_and_rounds_of_a_worker_begin_on_the_deployments_day(notes: Notes) -> None:
    clock, seen = SandboxClock(), list[date]()
    follower = ClockFollower(notes.sessions, clock)
    today = SystemClock().today()

    async def note(*_: object) -> None:
        seen.append(clock.today())

    (each,) = following_rounds(follower, [daily(DayRound("note", 60, note), clock)])
    jobs = following_jobs(follower, {"note": note})
    for ahead_days in (1, 2):
        await notes.admin.execute(
            "UPDATE notes.sandbox_clock SET ahead_days=$1, target_ahead_days=$1", ahead_days
        )
        await (each.run() if ahead_days == 1 else jobs["note"](b""))
    assert seen == days(today + DAY, 2)


async def test_without_a_connection_nobody_acts_on_a_stale_clock(notes: Notes) -> None:
    engine = make_engine(notes.url, schema=SERVICE, settings=PoolSizes(1, 0, 0.01))
    async with engine.connect():
        with pytest.raises(DatabaseUnavailable):
            await ClockFollower(make_sessions(engine), SandboxClock()).follow()
    await engine.dispose()


@pytest.mark.parametrize("change", ["ahead_days = 1", "target_ahead_days = -1", "is_only = false"])
async def test_the_row_can_hold_no_nonsense(notes: Notes, change: str) -> None:
    with pytest.raises(asyncpg.CheckViolationError):
        await notes.admin.execute(f"UPDATE notes.sandbox_clock SET {change}")


async def test_bounded_rounds_are_repeated_until_nothing_is_left() -> None:
    left = [2, 1, 0]

    async def once() -> int:
        return left.pop(0)

    await exhausting(once)(SystemClock().today())
    assert left == []
