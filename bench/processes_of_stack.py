"""How soon the stack is up, and the memory of each process: `python -m bench.processes_of_stack`.

The whole deployment is started from nothing and once more on its data, as `make run` does. Beside
it a process of uvicorn that answers `{}` and nothing else. Memory is what a process has for itself
and its share of what it has together with others, for all of them come of one parent.
"""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

import psutil

from bench.bare import bare_server
from bench.table import Figure, print_table
from tests.journeys.running_stack import RunningStack

SERVICES: Final = ("application", "underwriting", "disbursement", "repayment")
PROGRAMS: Final = ("gateway", *SERVICES, *(f"{service}-worker" for service in SERVICES))
BARE: Final = "uvicorn answering {}"
MIB: Final = 1024 * 1024


async def rows() -> list[Figure]:
    """Start-up from nothing and again, and memory by program."""
    began_s = time.perf_counter()
    with bare_server() as (_, pid):
        bare_s, bare_mib = time.perf_counter() - began_s, _memory_mib(psutil.Process(pid))
    beside = (BARE, f"{bare_s:.2f} s")
    with tempfile.TemporaryDirectory() as folder:
        stack = RunningStack(Path(folder) / "stack")
        try:
            first_s = await _timed(stack.start)
            await stack.stop()
            again_s = await _timed(stack.start)
            memory = {name: _memory_mib(stack.program(name)) for name in PROGRAMS}
        finally:
            await stack.forget()
    return [
        Figure("start-up of the whole stack, from nothing", f"{first_s:.1f} s", *beside, None),
        Figure("  again, on its data", f"{again_s:.1f} s", *beside, again_s / bare_s),
        *(
            Figure(f"memory, {name}", f"{mib:.0f} MiB", BARE, f"{bare_mib:.0f} MiB", mib / bare_mib)
            for name, mib in memory.items()
        ),
    ]


async def _timed(start: Callable[[], Awaitable[None]]) -> float:
    began_s = time.perf_counter()
    await start()
    return time.perf_counter() - began_s


def _memory_mib(process: psutil.Process) -> float:
    return float(process.memory_full_info().pss) / MIB


if __name__ == "__main__":
    print_table(asyncio.run(rows()))
