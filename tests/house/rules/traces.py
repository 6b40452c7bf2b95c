"""The project speaks of itself alone: no machine's paths, no addresses in locks, no loose ends."""

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from tests.house.rules.tree import EVERYTHING, Breach, modules

TEXT_FILES = frozenset({".py", ".md", ".toml", ".yaml", ".yml", ".json", ".lock", ".txt", ".ini"})
BARE_FILES = frozenset({"Makefile", "Dockerfile", "run", ".dockerignore", ".gitignore"})
SKIPPED_FOLDERS = frozenset({".git", ".venv", ".local", "__pycache__", "node_modules"})

MACHINE_PATH = re.compile(r"(?<![\w.~$}])/(?:work|root|home|Users)/\w")
REGISTRY_OPTION = re.compile(r"(?:extra-)?index[-_]url|find-links|trusted-host", re.IGNORECASE)
ADDRESS = re.compile(r"https?://")
LOOSE_END = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")


def nothing_names_a_machine(root: Path) -> Iterator[Breach]:
    """No absolute path of somebody's machine, and no package registry, is written down."""
    for file in _texts(root):
        if file == Path(__file__):
            continue
        for line, text in _lines(file):
            if MACHINE_PATH.search(text):
                yield _breach(root, file, line, "an absolute path of one machine")
            if REGISTRY_OPTION.search(text):
                yield _breach(root, file, line, "names a package registry")


def locks_hold_no_address(root: Path) -> Iterator[Breach]:
    """A lock pins by hash; where a package comes from is the installer's business."""
    for file in _texts(root):
        if file.suffix == ".lock":
            for line, text in _lines(file):
                if ADDRESS.search(text):
                    yield _breach(root, file, line, "an address in a lock file")


def nothing_is_left_for_later(root: Path) -> Iterator[Breach]:
    """What is not done is an issue, not a comment."""
    for module in modules(root, EVERYTHING):
        for token in tokenize.generate_tokens(io.StringIO(module.text).readline):
            if token.type == tokenize.COMMENT and LOOSE_END.search(token.string):
                yield module.breach(token.start[0], "a loose end in a comment")
    for file in _texts(root):
        if file.suffix in {".yaml", ".yml", ".toml"} or file.name in BARE_FILES:
            for line, text in _lines(file):
                if LOOSE_END.search(text):
                    yield _breach(root, file, line, "a loose end")


def _texts(root: Path) -> Iterator[Path]:
    for file in sorted(_walk(root)):
        if file.suffix in TEXT_FILES or file.name in BARE_FILES:
            yield file


def _walk(folder: Path) -> Iterator[Path]:
    for entry in folder.iterdir():
        if entry.is_dir():
            if entry.name not in SKIPPED_FOLDERS and not entry.name.endswith("_cache"):
                yield from _walk(entry)
        elif entry.is_file():
            yield entry


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    return enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)


def _breach(root: Path, file: Path, line: int, said: str) -> Breach:
    return Breach(file.relative_to(root).as_posix(), line, said)
