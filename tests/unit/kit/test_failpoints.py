"""A failpoint lets everybody pass, until it is armed: then it strikes once."""

import asyncio
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from services.kit.arming import arm_process, arming_of, declared
from services.kit.failpoints import (
    Arming,
    Deed,
    Failpoint,
    FailpointStruck,
    KitPoint,
    arm,
    reached,
)
from services.kit.settings import Misconfigured

HERE, ELSEWHERE = KitPoint.JOB_DONE, KitPoint.JOB_TAKEN
WITHIN_S = 5.0
_CRASHES = """
import asyncio
from services.kit.failpoints import Arming, Deed, KitPoint, arm, reached
arm(Arming(KitPoint.JOB_DONE, Deed.CRASH))
asyncio.run(reached(KitPoint.JOB_DONE))
print("survived")
"""


@dataclass(frozen=True)
class Told:
    """What a process is told."""

    failpoint: str | None = None
    failpoint_file: Path | None = None


@pytest.fixture(autouse=True)
def _disarmed() -> Iterator[None]:
    """What a test armed strikes nobody after it."""
    yield
    arm(None)


async def test_unarmed_or_armed_elsewhere_a_point_lets_pass() -> None:
    await reached(HERE)
    arm(Arming(ELSEWHERE, Deed.ERROR))
    await reached(HERE)


async def test_an_error_strikes_for_the_time_it_was_armed_for_and_once() -> None:
    arming = Arming(HERE, Deed.ERROR, left=2)
    arm(arming)
    await reached(HERE)
    assert not arming.struck.is_set()
    with pytest.raises(FailpointStruck, match=r"job\.done"):
        await reached(HERE)
    assert arming.struck.is_set()
    await reached(HERE)


async def test_who_hangs_waits_until_it_is_cancelled() -> None:
    arming = Arming(HERE, Deed.HANG)
    arm(arming)
    passing = asyncio.create_task(reached(HERE))
    async with asyncio.timeout(WITHIN_S):
        await arming.struck.wait()
    await asyncio.sleep(0)
    assert not passing.done()
    passing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await passing


async def test_a_crash_kills_the_process_as_sigkill_does() -> None:
    ended = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _CRASHES, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await ended.communicate()
    assert (ended.returncode, said) == (-signal.SIGKILL, b"")


@pytest.mark.parametrize(
    ("told", "arming"),
    [
        ("job.done:crash", (HERE, Deed.CRASH, 1)),
        ("job.done:hang", (HERE, Deed.HANG, 1)),
        ("job.taken:error:12", (ELSEWHERE, Deed.ERROR, 12)),
    ],
)
def test_an_arming_is_told_in_one_line(told: str, arming: tuple[Failpoint, Deed, int]) -> None:
    read = arming_of(told)
    assert (read.point, read.deed, read.left) == arming


@pytest.mark.parametrize(
    "told",
    ["", "job.done", "job.done:burn", "job.done:crash:0", "job.done:crash:x", "no.such:hang"],
)
def test_what_arms_nothing_is_refused(told: str) -> None:
    with pytest.raises(Misconfigured):
        arming_of(told)


async def test_a_process_is_armed_by_its_setting() -> None:
    arm_process(Told(failpoint="job.done:error"))
    with pytest.raises(FailpointStruck):
        await reached(HERE)


async def test_a_process_takes_its_file_up_at_the_start_and_on_a_signal(tmp_path: Path) -> None:
    file = tmp_path / "here"
    file.write_text("job.done:error\n", encoding="utf-8")
    arm_process(Told(failpoint_file=file))
    assert not file.exists()
    with pytest.raises(FailpointStruck):
        await reached(HERE)

    file.write_text("job.done:error", encoding="utf-8")
    os.kill(os.getpid(), signal.SIGUSR1)
    async with asyncio.timeout(WITHIN_S):
        while file.exists():  # noqa: ASYNC110 - the signal is handled between two turns
            await asyncio.sleep(0)
    with pytest.raises(FailpointStruck):
        await reached(HERE)


async def test_a_file_that_says_nothing_arms_nothing_and_stays(tmp_path: Path) -> None:
    file = tmp_path / "here"
    file.write_text("nonsense", encoding="utf-8")
    arm_process(Told(failpoint_file=file))
    assert file.exists()
    await reached(HERE)


def test_titles_name_one_point_each() -> None:
    titles = [point.title for point in declared()]
    assert sorted(set(titles)) == sorted(titles)
