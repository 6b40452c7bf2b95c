"""What a reader is told: docstrings, package files, and a page per service."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.rules.tree import EVERYTHING, PRODUCT, Breach, modules

Documented = ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def public_things_are_described(root: Path) -> Iterator[Breach]:
    """Every module, and every public function and class of one, has a docstring."""
    for module in modules(root, PRODUCT):
        public = () if module.is_migration else _public(module.syntax)
        for node in (module.syntax, *public):
            if ast.get_docstring(node) is None:
                name = getattr(node, "name", "the module")
                yield module.breach(getattr(node, "lineno", 1), f"{name} has no docstring")


def packages_are_explicit(root: Path) -> Iterator[Breach]:
    """A folder of Python files is a package with a file that says what it is for."""
    for folder in sorted({module.file.parent for module in modules(root, EVERYTHING)}):
        if folder.name != "versions" and not (folder / "__init__.py").is_file():
            yield Breach(folder.relative_to(root).as_posix(), 1, "no __init__.py")


def services_have_a_page(root: Path) -> Iterator[Breach]:
    """A service says on one page what it owns, what it answers and what it needs."""
    for module in modules(root, ["services", "gateway"]):
        if module.parts[-1] == "main" and not (module.file.parent / "README.md").is_file():
            yield Breach(module.file.parent.relative_to(root).as_posix(), 1, "no README.md")


def _public(syntax: ast.Module) -> Iterator[Documented]:
    for node in syntax.body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if not node.name.startswith("_"):
            yield node
