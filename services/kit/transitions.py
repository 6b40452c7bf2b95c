"""A life as a table: from each status, where it may go; complete, and repeated by the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from services.kit.errors import Title, TransitionNotAllowed

StatusT = TypeVar("StatusT", bound=StrEnum)


class IncompleteTransitionTable(ValueError):
    """A status without a row, or a row for something that is no status."""


@dataclass(frozen=True)
class TransitionTable(Generic[StatusT]):
    """The moves of one aggregate, `name` for messages; every status of the enum has its row."""

    name: str
    moves: Mapping[StatusT, frozenset[StatusT]]

    def __post_init__(self) -> None:
        """Raise IncompleteTransitionTable unless the table is total and closed."""
        if not self.moves:
            raise IncompleteTransitionTable(f"{self.name}: no status at all")
        statuses = frozenset(type(next(iter(self.moves))))
        named = frozenset(self.moves).union(*self.moves.values())
        if unknown := named - statuses:
            raise IncompleteTransitionTable(f"{self.name}: unknown {sorted(unknown)}")
        if missing := statuses - frozenset(self.moves):
            raise IncompleteTransitionTable(f"{self.name}: no row for {sorted(missing)}")

    def step(self, current: StatusT, target: StatusT) -> StatusT:
        """`target`, when the table allows the move. Raises TransitionNotAllowed."""
        if target not in self.moves[current]:
            raise TransitionNotAllowed(
                Title(
                    f"The {self.name} is {current} and cannot become {target}.",
                    f"当前状态为 {current}，不能变为 {target}。",
                )
            )
        return target

    def is_final(self, status: StatusT) -> bool:
        """Whether nothing follows `status`."""
        return not self.moves[status]

    def check_sql(self, column: str) -> str:
        """The condition of the CHECK that lets only known statuses into `column`."""
        known = ", ".join(f"'{status.value}'" for status in self.moves)
        return f"{column} IN ({known})"
