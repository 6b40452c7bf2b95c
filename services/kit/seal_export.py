"""Seals on their way out of the database: a line in the log, and a line in a file."""

import asyncio
import logging
import os
from pathlib import Path
from typing import Final

from services.kit.seal_records import Seal, number_of

TAIL_SIZE_BYTES: Final = 4_096  # holds the last line of the file many times over

_log = logging.getLogger(__name__)


class SealExport:
    """Where seals go; without a file only the log tells of them."""

    def __init__(self, file: Path | None) -> None:
        self._file = file

    async def last_number(self) -> int | None:
        """The number of the last seal in the file: 0 for an empty one, None without a file."""
        return None if self._file is None else await asyncio.to_thread(_last_number, self._file)

    async def tell(self, seals: list[Seal]) -> None:
        """Let the seals out; when this returns, the file has them on disk."""
        for seal in seals:
            _log.info("audit sealed", extra={"seal": seal.line()})
        if self._file is not None and seals:
            await asyncio.to_thread(_append, self._file, [seal.line() for seal in seals])


def _append(file: Path, lines: list[str]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a+b") as out:
        # A crash may have left half a line; the next seal must not be glued to it.
        torn = out.tell() > 0 and out.seek(-1, os.SEEK_END) >= 0 and out.read(1) != b"\n"
        out.write(("\n" if torn else "").encode() + "".join(f"{each}\n" for each in lines).encode())
        out.flush()
        os.fsync(out.fileno())


def _last_number(file: Path) -> int:
    if not file.exists():
        return 0
    with file.open("rb") as kept:
        size = kept.seek(0, os.SEEK_END)
        kept.seek(max(0, size - TAIL_SIZE_BYTES))
        lines = kept.read().decode(errors="replace").splitlines()
    numbers = (number_of(line) for line in reversed(lines))
    return next((number for number in numbers if number is not None), 0)
