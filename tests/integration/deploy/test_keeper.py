"""Programs are kept running, seen when they die, and stopped."""

import asyncio
import io
import os
import signal
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import psutil
import pytest

from deploy.local.supervision.backoff import Backoff
from deploy.local.supervision.child import warm_up
from deploy.local.supervision.console import Console
from deploy.local.supervision.journal import Journal
from deploy.local.supervision.keeper import Keeper, ProgramGaveUp
from deploy.local.supervision.program import Program
from tests.integration.deploy import programs

SOON_S = 20.0
AT_ONCE = Backoff(first_s=0.01, most_s=0.02)

Keep = Callable[[Program], Keeper]


@pytest.fixture(scope="module", autouse=True)
async def _warm() -> None:
    await warm_up(["services.kit.identifiers"])


@pytest.fixture
def terminal() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
async def keep(tmp_path: Path, terminal: io.StringIO) -> AsyncIterator[Keep]:
    kept: list[Keeper] = []

    def start(program: Program) -> Keeper:
        log = Journal(tmp_path / f"{program.name}-{len(kept)}.log")
        kept.append(Keeper(program, log, Console(terminal), AT_ONCE))
        kept[-1].start()
        return kept[-1]

    yield start
    for keeper in kept:
        await keeper.stop(grace_s=0.2)


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(SOON_S):
        while True:
            if condition():
                return
            await asyncio.sleep(0.01)


def _has_ended(pid: int) -> bool:
    """Gone, or dead and only waiting for a parent to take note."""
    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


async def _ready(keeper: Keeper) -> None:
    async with asyncio.timeout(SOON_S):
        await keeper.ready()


async def test_a_killed_program_is_shown_and_started_again(
    keep: Keep, terminal: io.StringIO, port: int
) -> None:
    keeper = keep(programs.ready_server(port))
    await _ready(keeper)
    first = keeper.pid
    os.kill(first, signal.SIGKILL)
    await _until(lambda: keeper.pid not in {0, first})
    await _ready(keeper)
    assert "ready ended (SIGKILL)" in terminal.getvalue()
    assert "starts again in 0.01 s" in terminal.getvalue()


async def test_a_program_that_keeps_dying_shows_its_last_words_once(
    keep: Keep, terminal: io.StringIO
) -> None:
    keep(programs.leaver(3))
    await _until(lambda: terminal.getvalue().count("ended as before (exit status 3)") >= 2)
    assert terminal.getvalue().count("leaver ended (exit status 3)") == 1
    assert terminal.getvalue().count("  goodbye") == 1


async def test_a_program_that_refuses_its_settings_is_not_started_again(keep: Keep) -> None:
    keeper = keep(programs.leaver(os.EX_CONFIG))
    with pytest.raises(ProgramGaveUp, match=r"(?s)exit status 78.*goodbye"):
        await _ready(keeper)


async def test_a_program_stops_when_asked_and_is_gone(keep: Keep, port: int) -> None:
    keeper = keep(programs.ready_server(port))
    await _ready(keeper)
    pid = keeper.pid
    async with asyncio.timeout(SOON_S):
        await keeper.stop(grace_s=SOON_S)
    assert _has_ended(pid)


async def test_a_program_that_does_not_hear_is_killed_after_its_grace(
    keep: Keep, terminal: io.StringIO, tmp_path: Path
) -> None:
    keeper = keep(programs.deaf())
    await _until(lambda: "deaf now" in (tmp_path / "deaf-0.log").read_text())
    pid = keeper.pid
    await keeper.stop(grace_s=0.1)
    assert _has_ended(pid)
    assert "did not stop in 0.1 s: killed" in terminal.getvalue()


async def test_the_terminal_sees_warnings_and_the_file_everything(
    keep: Keep, terminal: io.StringIO, tmp_path: Path
) -> None:
    keep(programs.talker())
    log = tmp_path / "talker-0.log"
    await _until(lambda: "id " in log.read_text())
    assert [line.split()[0] for line in log.read_text().splitlines()] == [
        "plain", '{"level":', '{"level":', "id",
    ]  # fmt: skip
    assert terminal.getvalue().split() == ["talker", "|", "WARNING", "loud"]


async def test_programs_forked_from_one_process_make_different_identifiers(
    keep: Keep, tmp_path: Path
) -> None:
    logs = [tmp_path / f"talker-{number}.log" for number in range(4)]
    for _ in logs:
        keep(programs.talker())
    await _until(lambda: all(log.exists() and "id " in log.read_text() for log in logs))
    assert len({log.read_text().splitlines()[-1] for log in logs}) == len(logs)


async def test_programs_come_back_after_the_process_they_are_forked_from_was_lost(
    keep: Keep, port: int
) -> None:
    keeper = keep(programs.ready_server(port))
    await _ready(keeper)
    first = keeper.pid
    psutil.Process(first).parent().kill()
    await _until(lambda: keeper.pid not in {0, first})
    await _ready(keeper)
    assert _has_ended(first)
