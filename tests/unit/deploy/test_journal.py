"""Which lines reach the terminal, and where all of them are kept."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.supervision import journal
from deploy.local.supervision.journal import Journal, alarm_in


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Journal]:
    kept = Journal(tmp_path / "logs" / "program.log")
    yield kept
    kept.close()


@pytest.mark.parametrize("level", ["warning", "error", "critical", "WARNING"])
def test_a_warning_or_worse_is_told_in_one_sentence(level: str) -> None:
    line = json.dumps({"level": level, "event": "pool_exhausted", "waiting": 3, "service": "x"})
    assert alarm_in(line) == f"{level.upper()} pool_exhausted waiting=3"


@pytest.mark.parametrize(
    "line",
    ['{"level": "info", "event": "started"}', '{"event": "x"}', "Traceback", "{", "[1]", "17", ""],
)
def test_every_other_line_stays_in_the_file(line: str) -> None:
    assert alarm_in(line) is None


def test_an_endless_warning_is_cut() -> None:
    alarm = alarm_in(json.dumps({"level": "error", "event": "x" * 100_000}))
    assert alarm is not None
    assert len(alarm) == journal.SHOWN_CHARACTERS_MAX


def test_every_line_is_in_the_file_and_the_last_are_at_hand(kept: Journal) -> None:
    lines = [f"line {number}" for number in range(journal.LAST_LINES_KEPT + 5)]
    for line in lines:
        kept.write(line)
    assert kept.file.read_text(encoding="utf-8").splitlines() == lines
    assert list(kept.last) == lines[5:]


def test_the_file_cannot_grow_for_ever(tmp_path: Path) -> None:
    kept = Journal(tmp_path / "program.log", file_bytes_max=1000)
    for _ in range(1000):
        kept.write("x" * 99)
    kept.close()
    sizes = [file.stat().st_size for file in tmp_path.iterdir()]
    assert len(sizes) == journal.OLDER_FILES_KEPT + 1
    assert max(sizes) <= 1000
