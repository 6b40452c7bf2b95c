"""Every table of moves there is, found by looking: a new one cannot be forgotten."""

import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from inspect import cleandoc, getsource
from typing import Any, Final

import services
from services.kit.transitions import TransitionTable

OWNERS: Final = ("application", "underwriting", "disbursement", "repayment", "kit")
# Tables stand in the pure rooms; the others would want a database to be imported for.
_ROOMS: Final = (".domain.", ".parked.statuses")
# What one service hears of another's lives: which news is old, not which moves there are.
_HEARD: Final = "services.application.domain.lives"


@dataclass(frozen=True, slots=True)
class Life:
    """One aggregate's statuses and moves, and who keeps them."""

    owner: str
    source: str
    name: str
    told: str
    moves: dict[str, list[str]]

    @property
    def beginning(self) -> str:
        """The status a life begins in: an enumeration names it first."""
        return next(iter(self.moves))


def lives() -> list[Life]:
    """All of them, by owner, and of one owner the richest first."""
    found = [life for module in _modules() for life in _lives_of(module)]
    return sorted(found, key=lambda life: (OWNERS.index(life.owner), -len(life.moves), life.name))


def _modules() -> Iterator[str]:
    for found in pkgutil.walk_packages(services.__path__, "services."):
        if any(room in f"{found.name}." for room in _ROOMS) and found.name != _HEARD:
            yield found.name


def _lives_of(name: str) -> Iterator[Life]:
    """The tables a module makes; what it imports is found where it is made."""
    module = import_module(name)
    source = getsource(module)
    for variable, table in vars(module).items():
        if isinstance(table, TransitionTable) and f"{variable}: Final = TransitionTable" in source:
            yield _life(name, table)


def _life(module: str, table: TransitionTable[Any]) -> Life:
    statuses: type[StrEnum] = type(next(iter(table.moves)))
    order = [each.value for each in statuses]
    return Life(
        owner=module.split(".")[1],
        source=module.replace(".", "/") + ".py",
        name=table.name,
        told=cleandoc(statuses.__doc__ or ""),
        moves={
            status.value: sorted(
                (target.value for target in table.moves[status]),
                key=order.index,
            )
            for status in statuses
        },
    )
