"""Tests that can fail: nothing skipped, nothing waited out, nothing of ours replaced."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.rules.tree import Breach, imported, modules

# The rows of the fault catalogue this release answers for; each is proved by a test that bears
# the row's name (`test_a7_…`).
_ROWS_BY_LETTER = {
    "a": (*range(1, 13), 16, 18, 19, 20, 22),
    "c": (1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13),
    "f": (*range(1, 9), 10, 11, 12, 13, 15, 17, 18, 19, 20, 22),
    "g": (1, 2, 3, 8, 9, 10, 11, 13),
    "i": (*range(1, 9), *range(10, 18)),
    "o": (1, 4),
    "p": (*range(1, 16),),
    "z": (1, 2, 3, 4, 5, 7, 9, 10, 11),
}
ROWS = tuple(f"{letter}{row}" for letter, rows in _ROWS_BY_LETTER.items() for row in rows)
SKIPS = frozenset({"skip", "skipif", "xfail", "importorskip"})
ROW_TEST = re.compile(r"test_([a-z]\d{1,2})_")


def every_row_has_its_test(root: Path) -> Iterator[Breach]:
    """A promise about a fault is a test named after it."""
    proved = {
        named[1]
        for module in modules(root, ["tests"])
        for node in ast.walk(module.syntax)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (named := ROW_TEST.match(node.name))
    }
    for row in ROWS:
        if row not in proved:
            yield Breach("tests", 1, f"no test is named test_{row}_…")


def no_test_is_skipped(root: Path) -> Iterator[Breach]:
    """A test that does not run proves nothing; a missing tool is a failure with a plain word."""
    for module in modules(root, ["tests"]):
        for node in ast.walk(module.syntax):
            if isinstance(node, ast.Attribute) and node.attr in SKIPS:
                yield module.breach(node.lineno, f"{node.attr} keeps a test from running")


def no_test_sleeps_or_mocks(root: Path) -> Iterator[Breach]:
    """Waiting is for a condition, and what is replaced is the world outside, by a real fake."""
    for module in modules(root, ["tests"]):
        for line, name in imported(module.syntax):
            if name.startswith("unittest.mock") or name == "time.sleep":
                yield module.breach(line, f"imports {name}")
        for node in ast.walk(module.syntax):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "time.sleep":
                yield module.breach(node.lineno, "sleeps")
