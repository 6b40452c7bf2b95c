"""A running program, forked from a process that has imported everything already.

Nine Python programs that each import the same libraries take half a minute of two cores; forked
from one that has, a fraction of a second each. The standard library's fork server is that process.
"""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from typing import Final, Self

from deploy.local.supervision.forked import TERMINAL_SIGNALS, become
from deploy.local.supervision.program import Program

LINE_BYTES_MAX: Final = 1024 * 1024
# What multiprocessing reports when the fork server itself was lost, and the exit code with it.
STATUS_LOST: Final = 255

_CONTEXT: Final = multiprocessing.get_context("forkserver")


async def warm_up(preload: Sequence[str]) -> None:
    """Start the process that programs are forked from; returns once it has imported `preload`.

    Call it from the main thread. That process lives until nobody needs it, whatever signal the
    terminal sends to all.
    """
    _CONTEXT.set_forkserver_preload(list(preload))
    with _signals_ignored():
        forkserver.ensure_running()
    await asyncio.to_thread(_fork_nothing)


class Child:
    """A started program: its lines, its end, and the ways to stop it."""

    def __init__(self, process: ForkServerProcess, output: Connection) -> None:
        self._process = process
        self._output = output
        self.exited: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().add_reader(process.sentinel, self._note_exit)

    @classmethod
    def start(cls, program: Program) -> Self:
        """Fork the program off. Blocks some milliseconds, once `warm_up` has returned."""
        reader, writer = _CONTEXT.Pipe(duplex=False)
        process = _CONTEXT.Process(
            target=become,
            args=(program.name, program.start, dict(program.environment), writer),
            name=program.name,
        )
        process.start()
        writer.close()
        return cls(process, reader)

    @property
    def pid(self) -> int:
        """The process id, for the person who looks for it."""
        return self._process.pid or 0

    async def lines(self) -> AsyncIterator[str]:
        """What the program writes, line by line, until it and its last word are gone."""
        stream = asyncio.StreamReader(limit=LINE_BYTES_MAX)
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(stream),
            os.fdopen(os.dup(self._output.fileno()), "rb", buffering=0),
        )
        self._output.close()
        try:
            while line := await _next_line(stream):
                yield line.decode("utf-8", errors="replace").rstrip("\n")
        finally:
            transport.close()

    def signal(self, number: signal.Signals) -> None:
        """Send a signal; one that has ended already takes no notice."""
        if not self.exited.done():
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    async def stop(self, grace_s: float) -> bool:
        """Ask it to stop, and after `grace_s` make it. True when it stopped by itself."""
        self.signal(signal.SIGTERM)
        done, _ = await asyncio.wait({self.exited}, timeout=grace_s)
        if done:
            return True
        self.signal(signal.SIGKILL)
        await self.exited
        return False

    def _note_exit(self) -> None:
        asyncio.get_running_loop().remove_reader(self._process.sentinel)
        self._process.join()
        status = self._process.exitcode
        if status == STATUS_LOST:
            # Nobody watches it any more, so it must not live on beside its successor.
            with suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
        if not self.exited.done():
            self.exited.set_result(STATUS_LOST if status is None else status)


async def _next_line(stream: asyncio.StreamReader) -> bytes:
    try:
        return await stream.readline()
    except ValueError:
        return b"(a line too long to keep)\n"


def _fork_nothing() -> None:
    """Return when the fork server has answered once, and so has imported all it should."""
    nothing = _CONTEXT.Process(target=int)
    nothing.start()
    nothing.join()


@contextmanager
def _signals_ignored() -> Iterator[None]:
    """What is started in here is deaf to the terminal's signals from its first moment."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in TERMINAL_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
