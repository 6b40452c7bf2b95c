"""`python -m deploy.local.restart <program>…`: as a rollout restarts them, on the local stack.

Each is told to stop and ends by itself, the running stack starts it again, and this returns once
all is ready. Linux only: programs are found by the names they give themselves.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

import psutil

from deploy.local import programs
from deploy.local.database import StackDatabase
from deploy.local.home import Home
from deploy.local.refusals import StackRefused
from deploy.local.settings import StackSettings
from deploy.local.supervision.forked import OWN_NAME_LENGTH_MAX
from deploy.local.supervision.program import Program
from deploy.local.supervision.readiness import becomes_ready

END_TIMEOUT_S: Final = 40.0
EXIT_REFUSED: Final = 1


def main(words: Sequence[str]) -> int:
    """Restart the programs named; the exit status says whether they are back."""
    parser = argparse.ArgumentParser(prog="python -m deploy.local.restart", description=__doc__)
    parser.add_argument("program", nargs="*", help="named like its log; all of ours without one")
    settings = StackSettings()
    try:
        restart(parser.parse_args(words).program, settings)
    except StackRefused as refusal:
        sys.stderr.write(f"{refusal}\n")
        return EXIT_REFUSED
    return 0


def restart(names: Sequence[str], settings: StackSettings) -> None:
    """Have the running stack start `names` again. Raises StackRefused."""
    home = Home(settings.home)
    running = _running(home)
    chosen = _chosen(names, settings, home)
    shown = {program.name[:OWN_NAME_LENGTH_MAX] for program in chosen}
    # One that has just died is not there; it is waited for like the others.
    ending = [process for name, process in running if name in shown]
    for process in ending:
        with suppress(psutil.NoSuchProcess):
            process.terminate()
    _, going = psutil.wait_procs(ending, timeout=END_TIMEOUT_S)
    if going:
        raise StackRefused(f"{len(going)} of them did not end within {END_TIMEOUT_S:.0f} s.")
    asyncio.run(_come_back([program.ready_url for program in chosen], settings))


def _running(home: Home) -> list[tuple[str, psutil.Process]]:
    """Every process of the stack that runs, with the name it shows. Raises StackRefused."""
    try:
        supervisor = psutil.Process(int(home.claim.read_text(encoding="utf-8")))
        below = supervisor.children(recursive=True)
    except (OSError, ValueError, psutil.NoSuchProcess):
        raise StackRefused(f"Nothing runs in {home.told}: `make run` starts it.") from None
    found = []
    for process in below:
        with suppress(psutil.NoSuchProcess):
            found.append((str(process.name()), process))
    return found


def _chosen(names: Sequence[str], settings: StackSettings, home: Home) -> list[Program]:
    """The programs of these names; ours without any. Raises StackRefused."""
    where = settings, home, StackDatabase(settings, home)
    outside = programs.outside(settings, home)
    ours = [*programs.apis(*where), *programs.workers(*where)]
    ours += programs.gateways(settings, home, [*ours, *outside])
    by_name = {program.name: program for program in [*ours, *outside]}
    if unknown := [name for name in names if name not in by_name]:
        raise StackRefused(f"There is no {unknown[0]} here; there are {', '.join(by_name)}.")
    return [by_name[name] for name in names] or ours


async def _come_back(ready_urls: Sequence[str], settings: StackSettings) -> None:
    # The gateway asks each at most once a second: what it says may be older than the restart.
    summed_up = f"{programs.gateway_url(settings)}/readyz"
    try:
        async with asyncio.timeout(settings.ready_timeout_s):
            for url in [*ready_urls, summed_up]:
                await becomes_ready(url)
    except TimeoutError:
        late = f"Not ready after {settings.ready_timeout_s} s: see the logs."
        raise StackRefused(late) from None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
