"""The rail's own truth: a line per thing that happened, only added to, on disk before it counts.

It keeps account numbers, as a bank does; they are those of invented people.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

LINES_MAX: Final = 500_000

Line = dict[str, Any]


class BookFull(Exception):
    """The sandbox has moved more than it was made for; a fresh file begins anew."""


class Book:
    """The lines so far, and the file they are in."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._count = sum(1 for _ in self.lines())

    def lines(self) -> Iterator[Line]:
        """Every line, oldest first."""
        if self._file.exists():
            for text in self._file.read_text(encoding="utf-8").splitlines():
                yield json.loads(text)

    def write(self, line: Line) -> None:
        """Add a line, durably. Raises BookFull."""
        if self._count >= LINES_MAX:
            raise BookFull
        self._file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "a", encoding="utf-8") as book:
            book.write(json.dumps(line, ensure_ascii=False) + "\n")
            book.flush()
            os.fsync(descriptor)
        self._count += 1
