"""Small rooms: how long a file and a function may be."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.rules.tree import EVERYTHING, Breach, Module, modules

FILE_LINES_MAX = 300
TEST_FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 50


def files_are_short(root: Path) -> Iterator[Breach]:
    """A file is one idea; past the cap it holds two. Migrations are exempt."""
    for module in modules(root, EVERYTHING):
        cap = TEST_FILE_LINES_MAX if module.parts[0] == "tests" else FILE_LINES_MAX
        lines = len(module.text.splitlines())
        if lines > cap and not module.is_migration:
            yield module.breach(lines, f"{lines} lines, the cap is {cap}")


def functions_are_short(root: Path) -> Iterator[Breach]:
    """A function fits on a screen, its docstring included. Migrations are exempt."""
    for module in modules(root, EVERYTHING):
        if not module.is_migration:
            yield from _long_functions(module)


def _long_functions(module: Module) -> Iterator[Breach]:
    for node in ast.walk(module.syntax):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES_MAX:
                yield module.breach(node.lineno, f"{node.name} has {lines} lines")
