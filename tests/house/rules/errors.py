"""Every refusal has a stable code, a kind and a title; no two mean the same code."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.house.rules.tree import Breach, Module, modules

ROOT = "DomainError"
PROMISED = ("code", "fault", "title")
CODE = re.compile(r"[a-z][a-z0-9_]{2,63}")


@dataclass(frozen=True)
class Refusal:
    """One class below DomainError, as its source spells it."""

    module: Module
    line: int
    name: str
    parents: tuple[str, ...]
    promises: dict[str, ast.expr]


def refusals_are_complete(root: Path) -> Iterator[Breach]:
    """Each error class says code, fault and title, itself or by a parent below DomainError."""
    known = {refusal.name: refusal for refusal in refusals(root)}
    for refusal in known.values():
        said = _promised(refusal, known)
        for promise in PROMISED:
            if promise not in said:
                yield refusal.module.breach(refusal.line, f"{refusal.name} has no {promise}")


def codes_are_unique(root: Path) -> Iterator[Breach]:
    """A code is a promise to callers: written once, in one spelling, for one meaning."""
    owner: dict[str, str] = {}
    for refusal in refusals(root):
        code = refusal.promises.get("code")
        if code is None:
            continue
        spelled = code.value if isinstance(code, ast.Constant) else None
        if not isinstance(spelled, str) or not CODE.fullmatch(spelled):
            yield refusal.module.breach(refusal.line, f"{refusal.name}: code is no lower_snake")
        elif (first := owner.setdefault(spelled, refusal.name)) != refusal.name:
            yield refusal.module.breach(refusal.line, f"{refusal.name} repeats {first}: {spelled}")


def refusals(root: Path) -> Iterator[Refusal]:
    """Every class that descends from DomainError by name, parents before children."""
    candidates = list(_classes(root))
    below = {ROOT}
    found: list[Refusal] = []
    grown = True
    while grown:
        new = [c for c in candidates if c not in found and not below.isdisjoint(c.parents)]
        found.extend(new)
        below.update(refusal.name for refusal in new)
        grown = bool(new)
    yield from found


def _promised(refusal: Refusal, known: dict[str, Refusal]) -> set[str]:
    said = set(refusal.promises)
    for parent in refusal.parents:
        if parent in known:
            said |= _promised(known[parent], known)
    return said


def _classes(root: Path) -> Iterator[Refusal]:
    for module in modules(root):
        for node in ast.walk(module.syntax):
            if isinstance(node, ast.ClassDef):
                parents = tuple(ast.unparse(base).split(".")[-1] for base in node.bases)
                yield Refusal(module, node.lineno, node.name, parents, dict(_assigned(node)))


def _assigned(node: ast.ClassDef) -> Iterator[tuple[str, ast.expr]]:
    for statement in node.body:
        if isinstance(statement, ast.AnnAssign) and statement.value is not None:
            yield from _pairs(statement.target, statement.value)
        elif isinstance(statement, ast.Assign):
            yield from _pairs(statement.targets[0], statement.value)


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, given in zip(target.elts, value.elts, strict=True):
            yield from _pairs(one, given)
