"""Names that tell nothing, and so invite lodgers."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.rules.tree import EVERYTHING, Breach, Module, modules

# Empty wherever they stand in a name ("money_utils"), and empty when they are the whole name.
EMPTY_WORDS = frozenset({"util", "utils", "helper", "helpers", "common", "manager"})
EMPTY_NAMES = frozenset({"base", "data", "info", "process", "handle", "flag", "tmp"})
# Lower case only: the standard library's HTTP server calls `do_GET`.
EMPTY_BEGINNING = re.compile(r"(?:do|handle|process)_[a-z]")
EMPTY_CLASS_ENDINGS = ("Manager", "Helper", "Helpers", "Util", "Utils", "Info")


def names_tell_something(root: Path) -> Iterator[Breach]:
    """No module, function or class hides behind a word that fits anything."""
    for module in modules(root, EVERYTHING):
        yield from _empty_modules(module)
        yield from _empty_definitions(module)


def _is_empty(name: str) -> bool:
    bare = name.strip("_").replace("risk_manager", "risk")  # a role of ours
    return (
        bare in EMPTY_NAMES
        or EMPTY_BEGINNING.match(bare) is not None
        or not EMPTY_WORDS.isdisjoint(bare.split("_"))
    )


def _empty_modules(module: Module) -> Iterator[Breach]:
    for part in module.parts:
        if _is_empty(part):
            yield module.breach(1, f"the name {part} says nothing")


def _empty_definitions(module: Module) -> Iterator[Breach]:
    for node in ast.walk(module.syntax):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            # A test's name is a sentence.
            empty = not node.name.startswith("test_") and _is_empty(node.name)
        elif isinstance(node, ast.ClassDef):
            empty = node.name.endswith(EMPTY_CLASS_ENDINGS)
        else:
            continue
        if empty:
            yield module.breach(node.lineno, f"the name {node.name} says nothing")
