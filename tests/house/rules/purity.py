"""The domain decides; it does not await, ask the time, roll dice or know a framework."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.house.rules.tree import Breach, Module, imported, modules

KIT_PURE_FLOOR = frozenset(
    {"money", "clock", "identifiers", "errors", "calendar", "roles", "caller", "transitions"}
    | {"postings", "documents", "lender"}
)
PURE_LIBRARIES = frozenset({"stdnum", "phonenumbers", "holidays", "pypinyin", "rapidfuzz"})
IMPURE_STANDARD = frozenset(
    {"asyncio", "os", "random", "secrets", "socket", "subprocess", "threading", "time", "logging"}
)


def domain_is_pure(root: Path) -> Iterator[Breach]:
    """The domain and the loan engine import pure things only, by a list of what is allowed."""
    for module in modules(root, ["services"]):
        if module.is_domain or _is_engine(module):
            yield from (
                module.breach(line, f"what is pure imports {name}")
                for line, name in imported(module.syntax)
                if not _may_import(module, name)
            )


def domain_never_awaits(root: Path) -> Iterator[Breach]:
    """A decision that waits for somebody is not a decision yet."""
    for module in modules(root, ["services"]):
        if module.is_domain:
            for node in ast.walk(module.syntax):
                if isinstance(node, ast.AsyncFunctionDef | ast.Await):
                    yield module.breach(node.lineno, "the domain awaits")


def _is_engine(module: Module) -> bool:
    return module.parts[:2] == ("services", "loan_engine")


def _may_import(module: Module, name: str) -> bool:
    parts = name.split(".")
    if parts[:2] == ["services", "kit"]:
        return len(parts) > 2 and parts[2] in KIT_PURE_FLOOR
    if parts[:2] == ["services", "loan_engine"]:
        return True
    if parts[0] == "services":
        return tuple(parts[:2]) == module.parts[:2] and "domain" in parts
    if parts[0] in sys.stdlib_module_names:
        return parts[0] not in IMPURE_STANDARD
    return parts[0] in PURE_LIBRARIES
