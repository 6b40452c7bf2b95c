"""Keeps one program running: shows its end, and starts it again a little later."""

import asyncio
import os
import signal
from typing import Final

from deploy.local.supervision.backoff import Backoff
from deploy.local.supervision.child import Child
from deploy.local.supervision.console import Console
from deploy.local.supervision.journal import Journal, alarm_in
from deploy.local.supervision.program import Program
from deploy.local.supervision.readiness import becomes_ready

# A program that refuses its settings would refuse them again.
HOPELESS_STATUSES: Final = frozenset({os.EX_CONFIG})


class ProgramGaveUp(Exception):
    """A program refuses to run, and would again; the message has its last lines."""


class Keeper:
    """One program and its present process, from `start` to `stop`."""

    def __init__(
        self, program: Program, journal: Journal, console: Console, backoff: Backoff | None = None
    ) -> None:
        self.program = program
        self._journal = journal
        self._console = console
        self._backoff = backoff or Backoff()
        self._child: Child | None = None
        self._told = ""
        self._stopping = asyncio.Event()
        self._keeping: asyncio.Task[None] | None = None
        self.is_ready = False

    @property
    def pid(self) -> int:
        """The id of the present process; 0 between two."""
        child = self._child
        return 0 if child is None or child.exited.done() else child.pid

    def start(self) -> None:
        """Start the program, now and whenever it has died."""
        self._keeping = asyncio.create_task(self._keep(), name=f"keep-{self.program.name}")

    async def ready(self) -> None:
        """Return once the program says it is ready. Raises ProgramGaveUp."""
        waiting = asyncio.create_task(becomes_ready(self.program.ready_url))
        keeping = self._keeping or waiting
        try:
            await asyncio.wait({waiting, keeping}, return_when=asyncio.FIRST_COMPLETED)
            if not waiting.done():
                keeping.result()
            self.is_ready = True
        finally:
            waiting.cancel()

    async def stop(self, grace_s: float) -> None:
        """Ask the program to stop, make it after `grace_s`, and start it no more."""
        self._stopping.set()
        if self._child is not None and not await self._child.stop(grace_s):
            self._console.say_of(self.program.name, f"did not stop in {grace_s:g} s: killed")
        if self._keeping is not None:
            await asyncio.gather(self._keeping, return_exceptions=True)
        self._journal.close()

    async def given_up(self) -> None:
        """Return when the program is kept no longer. Raises ProgramGaveUp."""
        if self._keeping is not None:
            await asyncio.shield(self._keeping)

    async def _keep(self) -> None:
        deaths = 0
        clock = asyncio.get_running_loop().time
        while not self._stopping.is_set():
            started_at = clock()
            status = await self._run_once()
            if self._stopping.is_set():
                return
            if status in HOPELESS_STATUSES:
                raise ProgramGaveUp(self._obituary(status))
            self._tell_end(status)
            deaths = self._backoff.deaths_after(deaths, ran_for_s=clock() - started_at)
            await self._pause(self._backoff.delay_s(deaths))

    async def _run_once(self) -> int:
        self._journal.last.clear()
        self._child = Child.start(self.program)
        async for line in self._child.lines():
            self._journal.write(line)
            if alarm := alarm_in(line):
                self._console.say_of(self.program.name, alarm)
        return await self._child.exited

    def _tell_end(self, status: int) -> None:
        """Tell it in full once; the same words again would only hide the rest."""
        obituary = self._obituary(status)
        if obituary == self._told:
            obituary = f"{self.program.name} ended as before ({_cause(status)})"
        else:
            self._told = obituary
        self._console.say(obituary)

    async def _pause(self, delay_s: float) -> None:
        self._console.say_of(self.program.name, f"starts again in {delay_s:g} s")
        try:
            async with asyncio.timeout(delay_s):
                await self._stopping.wait()
        except TimeoutError:
            return

    def _obituary(self, status: int) -> str:
        heading = f"{self.program.name} ended ({_cause(status)}); its log is {self._journal.file}"
        return "\n".join((heading, *(f"  {line}" for line in self._journal.last)))


def _cause(status: int) -> str:
    return signal.Signals(-status).name if status < 0 else f"exit status {status}"
