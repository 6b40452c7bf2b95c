"""What a use case is handed beside its own arguments."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.kit.caller import Caller
from services.kit.clock import Clock
from services.kit.etags import IfMatch
from services.kit.idempotency import Once
from services.kit.reply import Reply

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Edit:
    """A change whose safety against repeats is its version: PATCH and PUT by If-Match."""

    caller: Caller
    clock: Clock
    sessions: async_sessionmaker[AsyncSession]
    if_match: IfMatch | None


@dataclass(frozen=True, slots=True)
class Ask(Edit, Generic[T]):
    """A change asked for under an Idempotency-Key; `once` remembers the answer."""

    once: Once[T]

    def rendering(self, render: Callable[[U], Reply]) -> "Ask[U]":
        """The same ask, its result answered through the view `render`."""
        return Ask(
            self.caller, self.clock, self.sessions, self.if_match, self.once.rendering(render)
        )
