"""One use case, one transaction, opened there; and only bound parameters inside it."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.rules.tree import Breach, Module, called_name, modules

# The migrator holds one lock of its session over many transactions.
COMMITS = "services.kit.alembic_runner"
DDL_MODULES = frozenset({"ledger_ddl", "journal_ddl", "roles"})
# Statements over our own columns, spelt out once for each of them when the module is loaded.
GENERATED_MODULES = frozenset({"growth_sql", "keeping_sql"})
STATEMENT_CALLS = frozenset(
    {"text", "execute", "exec_driver_sql", "scalar", "scalars", "stream", "literal_column"}
    | {"executemany", "fetch", "fetchrow", "fetchval", "fetchmany", "copy_from_query"}
)


def nobody_commits_by_hand(root: Path) -> Iterator[Breach]:
    """`sessions.begin()` commits at the end of its block, in plain sight; `.commit()` hides it."""
    for module in modules(root, ["services"]):
        for call in _calls(module):
            is_commit = isinstance(call.func, ast.Attribute) and call.func.attr == "commit"
            if is_commit and module.dotted != COMMITS:
                yield module.breach(call.lineno, "commits by hand")


def transactions_open_in_use_cases(root: Path) -> Iterator[Breach]:
    """Only a use case or a loop of the kit opens a writing transaction."""
    for module in modules(root, ["services"]):
        if module.parts[1] == "kit" or "use_cases" in module.parts:
            continue
        for call in _calls(module):
            if _opens_transaction(call):
                yield module.breach(call.lineno, "opens a transaction outside use_cases")


def statements_are_bound(root: Path) -> Iterator[Breach]:
    """SQL is never glued from values; names in DDL and generated SQL are our own constants."""
    for module in modules(root):
        if "migrations" in module.parts or module.parts[-1] in DDL_MODULES | GENERATED_MODULES:
            continue
        for call in _calls(module):
            if called_name(call) in STATEMENT_CALLS and call.args and _is_glued(call.args[0]):
                yield module.breach(call.lineno, "SQL glued from values")


def _calls(module: Module) -> Iterator[ast.Call]:
    for node in ast.walk(module.syntax):
        if isinstance(node, ast.Call):
            yield node


def _opens_transaction(call: ast.Call) -> bool:
    opener = call.func
    if not isinstance(opener, ast.Attribute) or opener.attr != "begin":
        return False
    owner = opener.value
    name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
    return name.endswith("sessions")


def _is_glued(argument: ast.expr) -> bool:
    if isinstance(argument, ast.JoinedStr):
        return any(_is_value(part) for part in argument.values)
    if isinstance(argument, ast.BinOp) and isinstance(argument.op, ast.Add | ast.Mod):
        return any(_is_text(side) for side in (argument.left, argument.right))
    return (
        isinstance(argument, ast.Call)
        and isinstance(argument.func, ast.Attribute)
        and argument.func.attr == "format"
    )


def _is_value(part: ast.expr) -> bool:
    """Whether a part of an f-string may change; a module's constant, in capitals, does not."""
    if not isinstance(part, ast.FormattedValue):
        return False
    return not (isinstance(part.value, ast.Name) and part.value.id.strip("_").isupper())


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
