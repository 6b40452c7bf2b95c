"""One adapter for signed tokens, and never an algorithm list that is not a list."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.rules.tree import Breach, imported, modules

ADAPTER = "services.kit.jwt"


def jose_has_one_adapter(root: Path) -> Iterator[Breach]:
    """Everything the library gets wrong is put right in one file; nothing else imports it."""
    for module in modules(root, ["services", "gateway", "deploy", "bench"]):
        for line, name in imported(module.syntax):
            if name == "jose" or name.startswith("jose."):
                if module.dotted != ADAPTER:
                    yield module.breach(line, f"imports {name}")
                elif "jwe" in name:
                    yield module.breach(line, "encrypted tokens are refused, never read")


def algorithms_are_lists(root: Path) -> Iterator[Breach]:
    """The library tests membership, and `"RS" in "RS256"` is true: only a list literal will do."""
    for module in modules(root):
        for node in ast.walk(module.syntax):
            if not isinstance(node, ast.keyword) or node.arg != "algorithms":
                continue
            if not isinstance(node.value, ast.List) or not node.value.elts:
                yield module.breach(node.value.lineno, "algorithms is not a list literal")
