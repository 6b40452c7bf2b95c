"""A guide as a program: its `sh` blocks in one shell, each with the output the page promises."""

import asyncio
import os
import re
import signal
from asyncio.subprocess import PIPE, STDOUT
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

from tests.journeys.running_stack import ROOT

# A block to run, and right below it what it prints, if the page shows that.
_BLOCK: Final = re.compile(
    r"^```sh\n(?P<run>.*?)^```\n(?:```text\n(?P<shown>.*?)^```\n)?", re.DOTALL | re.MULTILINE
)
_ANYTHING: Final = "…"
_MARK: Final = "@@ block"
# A guide's own time, several times over, on a busy machine.
PATIENCE_S: Final = 170.0


@dataclass(frozen=True, slots=True)
class Block:
    """What a reader copies into a terminal, and what the page says comes of it."""

    line: int
    run: str
    shown: str | None

    def is_answered_by(self, printed: str) -> bool:
        """Whether the page tells the truth; `…` stands for anything within a line."""
        if self.shown is None:
            return True
        pattern = re.escape(self.shown).replace(re.escape(_ANYTHING), ".*")
        return re.fullmatch(pattern, printed) is not None


def blocks_of(page: Path) -> list[Block]:
    """Every block that is run, in order."""
    text = page.read_text(encoding="utf-8")
    return [
        Block(text.count("\n", 0, found.start()) + 1, found["run"], found["shown"])
        for found in _BLOCK.finditer(text)
    ]


async def untruths(
    page: Path, gateway: str, tmp_path: Path, settings: Mapping[str, str] | None = None
) -> list[str]:
    """Where the page does not say what happens, when its blocks are run from top to bottom.

    `settings` are those of the stack, for a page that speaks to its operator.
    """
    blocks = blocks_of(page)
    assert blocks, f"{page} has nothing to run"
    script = "set -eu\n" + "".join(f"echo '{_MARK}'\n{block.run}" for block in blocks)
    told = {"G": gateway, "TMPDIR": str(tmp_path), **(settings or {})}
    printed, status = await _run(script, psutil.Process().environ() | told)
    return list(_compared(page, blocks, printed, status))


def _compared(page: Path, blocks: list[Block], printed: str, status: int) -> Iterator[str]:
    answers = printed.split(f"{_MARK}\n")[1:]
    for block, answer in zip(blocks, answers, strict=False):
        if not block.is_answered_by(answer):
            yield f"{page.name}:{block.line} prints\n{answer}where the page has\n{block.shown}"
    if status:
        yield f"{page.name}:{blocks[len(answers) - 1].line} fails with {status}:\n{answers[-1]}"


async def _run(script: str, surroundings: Mapping[str, str]) -> tuple[str, int]:
    shell = await asyncio.create_subprocess_exec(
        "sh", cwd=ROOT, env=surroundings, stdin=PIPE, stdout=PIPE, stderr=STDOUT,
        start_new_session=True,
    )  # fmt: skip
    try:
        async with asyncio.timeout(PATIENCE_S):
            printed, _ = await shell.communicate(script.encode())
    finally:
        # Nobody goes on following a page that took too long, nor what it has started.
        if shell.returncode is None:
            os.killpg(shell.pid, signal.SIGTERM)
    return printed.decode(), shell.returncode or 0
