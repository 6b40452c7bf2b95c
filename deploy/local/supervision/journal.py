"""A program's log: every line in a file that cannot grow for ever, the last few at hand."""

import json
import logging
from collections import deque
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

FILE_BYTES_MAX: Final = 10_000_000
OLDER_FILES_KEPT: Final = 1
LAST_LINES_KEPT: Final = 12
SHOWN_CHARACTERS_MAX: Final = 400
ALARMING_LEVELS: Final = frozenset({"warning", "error", "critical"})
# Members that repeat what the line's prefix says, or are for machines.
LEFT_OUT: Final = frozenset(
    {"level", "event", "timestamp", "service", "logger", "traceparent", "exception"}
)


class Journal:
    """Keeps the lines of one program."""

    def __init__(self, file: Path, *, file_bytes_max: int = FILE_BYTES_MAX) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self.file = file
        self.last: deque[str] = deque(maxlen=LAST_LINES_KEPT)
        self._sink = RotatingFileHandler(
            file, maxBytes=file_bytes_max, backupCount=OLDER_FILES_KEPT, encoding="utf-8"
        )

    def write(self, line: str) -> None:
        """Keep a line."""
        self.last.append(line)
        self._sink.emit(logging.makeLogRecord({"msg": line}))

    def close(self) -> None:
        """Close the file."""
        self._sink.close()


def alarm_in(line: str) -> str | None:
    """A warning or worse in one short sentence; None for every other line."""
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    if not isinstance(entry, dict) or str(entry.get("level")).lower() not in ALARMING_LEVELS:
        return None
    rest = (f"{name}={value}" for name, value in entry.items() if name not in LEFT_OUT)
    told = " ".join((str(entry["level"]).upper(), str(entry.get("event", "")), *rest))
    return told[:SHOWN_CHARACTERS_MAX]
