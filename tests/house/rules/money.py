"""Money is whole minor units: no float, and no fractional column, comes near it."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.rules.tree import Breach, Module, modules

FRACTIONAL_COLUMNS = frozenset(
    {"Numeric", "NUMERIC", "DECIMAL", "Float", "FLOAT", "REAL", "Double", "DOUBLE", "MONEY"}
    | {"DOUBLE_PRECISION"}
)


def money_is_never_float(root: Path) -> Iterator[Breach]:
    """Domain, money, the loan engine, schemas and rows know no float and no true division."""
    for module in modules(root, ["services"]):
        if _is_near_money(module):
            for node in ast.walk(module.syntax):
                yield from _floats(module, node)


def columns_are_never_fractional(root: Path) -> Iterator[Breach]:
    """`numeric` and `float` columns store NaN, which passes every CHECK; we store bigint."""
    for module in modules(root, ["services"]):
        if not (_is_near_money(module) or module.is_migration or module.parts[-1].endswith("_ddl")):
            continue
        for node in ast.walk(module.syntax):
            name = node.id if isinstance(node, ast.Name) else getattr(node, "attr", None)
            if name in FRACTIONAL_COLUMNS:
                yield module.breach(getattr(node, "lineno", 1), f"a column of type {name}")


def _is_near_money(module: Module) -> bool:
    rooms = {"schemas", "tables", "loan_engine", "ledgers", "journal", "postings"}
    return (
        module.is_domain
        or module.dotted == "services.kit.money"
        or not rooms.isdisjoint(module.parts)
    )


def _floats(module: Module, node: ast.AST) -> Iterator[Breach]:
    if isinstance(node, ast.Constant) and isinstance(node.value, float):
        yield module.breach(node.lineno, f"the float {node.value}")
    elif isinstance(node, ast.Name) and node.id == "float":
        yield module.breach(node.lineno, "float")
    elif isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div):
        yield module.breach(node.lineno, "true division makes a float; name the rounding")
