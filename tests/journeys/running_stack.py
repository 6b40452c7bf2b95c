"""The stack as a person starts it: `python -m deploy.local` in a process of its own."""

import asyncio
import contextlib
import os
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import psutil

from deploy.local.home import Home
from deploy.local.ports import free_ports
from deploy.local.postmaster import Postmaster
from deploy.local.settings import HOST, StackSettings
from deploy.local.supervision.forked import OWN_NAME_LENGTH_MAX

ROOT: Final = Path(__file__).parents[2]
READY_MAX_S: Final = 60.0
# Ten seconds are promised; half a one more for the process itself to end.
STOP_MAX_S: Final = 10.5
POLL_S: Final = 0.02


class RunningStack:
    """One deployment in its own folder and on its own ports."""

    def __init__(self, home: Path, **chosen: str) -> None:
        usual = list(StackSettings(home=home).listening())
        ports = zip(usual, free_ports(len(usual)), strict=True)
        self.home = Home(home)
        self.settings = {
            "XIAOWEI_HOME": str(home),
            **{at.variable: str(port) for at, port in ports},
            **chosen,
        }
        self.said = ""
        self._process: Process | None = None
        self._reading: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        """The gateway's address."""
        return f"http://{HOST}:{self.settings['XIAOWEI_PORT']}"

    @property
    def is_running(self) -> bool:
        """Whether the supervisor runs."""
        return self._process is not None and self._process.returncode is None

    @property
    def pid(self) -> int:
        """The supervisor's process id."""
        assert self._process is not None
        return self._process.pid

    async def start(self) -> None:
        """Start it, and return once it says that it is ready."""
        await self.launch()
        await self.says("Xiaowei is ready")

    async def launch(self, *arguments: str, module: str = "deploy.local") -> None:
        """Start it, or another module in its place, and return at once."""
        self.said = ""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", module, *arguments,
            cwd=ROOT, env=self._environment(), stdin=asyncio.subprocess.DEVNULL,
            stdout=PIPE, stderr=STDOUT, start_new_session=True,
        )  # fmt: skip
        self._reading = asyncio.create_task(self._read())

    async def says(self, words: str) -> None:
        """Return once the terminal shows `words`; fails when the stack ends without."""
        async with asyncio.timeout(READY_MAX_S):
            while words not in self.said:
                if self._reading is None or self._reading.done():
                    raise AssertionError(f"The stack ended without a word of it:\n{self.said}")
                await asyncio.sleep(POLL_S)

    async def ends(self) -> int:
        """Return its exit status; fails when it does not end in the time it promises."""
        assert self._process is not None
        assert self._reading is not None
        async with asyncio.timeout(STOP_MAX_S):
            status = await self._process.wait()
            await self._reading
        return status

    async def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to stop, and return its exit status."""
        os.kill(self.pid, number)
        return await self.ends()

    async def command(self, module: str, *words: str) -> str:
        """What a command of the kit says of this stack's database; fails when it fails."""
        return await self._run(sys.executable, "-m", "deploy.local.against", module, *words)

    async def walk(self) -> str:
        """The last word of the walk that newcomers are shown, taken with sh and curl."""
        return (await self._run("sh", "docs/walk.sh", self.url)).splitlines()[-1]

    async def demonstration(self) -> str:
        """What `make demo` prints on this stack; fails when it fails."""
        return await self._run(sys.executable, "-m", "deploy.demo")

    async def forget(self) -> int:
        """Stop it when it runs, and have it remove all its data."""
        if self.is_running:
            await self.stop()
        await self.launch("--forget")
        return await self.ends()

    def processes(self) -> list[psutil.Process]:
        """Every process of it, the supervisor and the server included."""
        own = psutil.Process(self.pid)
        found = [own, *own.children(recursive=True)]
        return found if (server := self.server_if_any()) is None else [*found, server]

    def programs(self, name: str) -> list[psutil.Process]:
        """The processes of one program, by the name it shows in process listings."""
        shown = name[:OWN_NAME_LENGTH_MAX]
        return [process for process in self.processes() if _name_of(process) == shown]

    def program(self, name: str) -> psutil.Process:
        """The one process of a program."""
        (found,) = self.programs(name)
        return found

    def server(self) -> psutil.Process:
        """The Postgres of its own."""
        found = self.server_if_any()
        assert found is not None
        return found

    def server_if_any(self) -> psutil.Process | None:
        """The same; None while it is being started again."""
        server = Postmaster.read(self.home.postgres.resolve())
        try:
            return None if server is None else psutil.Process(server.pid)
        except psutil.NoSuchProcess:
            return None

    async def _read(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            self.said += line.decode()

    async def _run(self, *words: str) -> str:
        running = await asyncio.create_subprocess_exec(
            *words, cwd=ROOT, env=self._environment(),
            stdin=asyncio.subprocess.DEVNULL, stdout=PIPE, stderr=STDOUT,
        )  # fmt: skip
        said, _ = await running.communicate()
        assert running.returncode == 0, said.decode()
        return said.decode()

    def _environment(self) -> Mapping[str, str]:
        """This process's environment, without what it may say about a stack of its own."""
        kept = {
            name: value
            for name, value in psutil.Process().environ().items()
            if name != "DATABASE_URL" and not name.startswith("XIAOWEI_")
        }
        return {**kept, **self.settings}


def _name_of(process: psutil.Process) -> str:
    """What it is called; nothing when it has ended since it was listed."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return str(process.name())
    return ""
