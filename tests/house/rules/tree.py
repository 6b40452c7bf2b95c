"""A source tree as the rules see it: its files, their syntax, and how a breach is told."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from typing_extensions import override

PRODUCT = ("services", "gateway", "deploy")
EVERYTHING = (*PRODUCT, "bench", "tests")


@dataclass(frozen=True)
class Breach:
    """One place where the house is not kept."""

    path: str
    line: int
    said: str

    @override
    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.said}"


@dataclass(frozen=True)
class Module:
    """One Python file of the tree; paths are relative to the root, with forward slashes."""

    root: Path
    path: str

    @property
    def file(self) -> Path:
        """Where the file lies."""
        return self.root / self.path

    @property
    def parts(self) -> tuple[str, ...]:
        """Folders and the file's stem: ("services", "kit", "money")."""
        return tuple(Path(self.path).with_suffix("").parts)

    @property
    def dotted(self) -> str:
        """The import name; a package's own file bears the package's name."""
        parts = self.parts[:-1] if self.parts[-1] == "__init__" else self.parts
        return ".".join(parts)

    @property
    def is_migration(self) -> bool:
        """Whether alembic wrote the frame: one change each, exempt from sizes and names."""
        return "versions" in self.parts and "migrations" in self.parts

    @property
    def is_domain(self) -> bool:
        """Whether the file belongs to the pure heart of a service."""
        return self.parts[0] == "services" and "domain" in self.parts

    @cached_property
    def text(self) -> str:
        """The source."""
        return self.file.read_text(encoding="utf-8")

    @property
    def syntax(self) -> ast.Module:
        """The parsed source."""
        return _parsed(self.text)

    def breach(self, line: int, said: str) -> Breach:
        """A breach at a line of this file."""
        return Breach(self.path, line, said)


@lru_cache(maxsize=2000)
def _parsed(text: str) -> ast.Module:
    return ast.parse(text)


def modules(root: Path, folders: Iterable[str] = PRODUCT) -> Iterator[Module]:
    """Every Python file below the folders, in a steady order; caches and copies left out."""
    for folder in folders:
        for file in sorted((root / folder).rglob("*.py")):
            yield Module(root, file.relative_to(root).as_posix())


def imported(syntax: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of everything a module imports, wherever in the file."""
    for node in ast.walk(syntax):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def called_name(call: ast.Call) -> str:
    """The last word of what is called: `session.execute(...)` and `execute(...)` are "execute"."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""
