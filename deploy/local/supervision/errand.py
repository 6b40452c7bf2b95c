"""A program that runs once and ends, in good order or not."""

from pathlib import Path
from typing import Final

from deploy.local.supervision.child import Child
from deploy.local.supervision.journal import Journal
from deploy.local.supervision.program import Program

STOP_GRACE_S: Final = 2.0


class ErrandFailed(Exception):
    """The program ended with an error; the message has its last lines."""


async def run_errand(program: Program, log: Path) -> None:
    """Run the program to its end. Raises ErrandFailed; stops it when nobody waits any more."""
    journal = Journal(log)
    child = Child.start(program)
    try:
        async for line in child.lines():
            journal.write(line)
        status = await child.exited
    finally:
        await child.stop(STOP_GRACE_S)
        journal.close()
    if status != 0:
        told = "\n".join(f"  {line}" for line in journal.last)
        raise ErrandFailed(f"{program.name} failed; its last lines, from {log}:\n{told}")
