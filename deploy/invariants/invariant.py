"""An invariant: its number, what it says, and the search for what breaks it."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from sqlalchemy import text
from typing_extensions import override

from deploy.invariants.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Breach:
    """One row that should not be: `place` says where, `fault` what is wrong with it."""

    place: str
    fault: str

    @override
    def __str__(self) -> str:
        return f"{self.place}: {self.fault}"


Search = Callable[[Snapshot], AsyncIterator[Breach]]


@dataclass(frozen=True, slots=True)
class Invariant:
    """One sentence about the whole system, and how its breaches are found."""

    number: int
    sentence: str
    search: Search


def found_by(*queries: str) -> Search:
    """The search that runs each of `queries`; a row is a breach: its place and its fault, as text.

    A query may name `:unsent_after`, the interval an event may wait to be told.
    """

    async def search(snapshot: Snapshot) -> AsyncIterator[Breach]:
        for query in queries:
            statement = text(query)
            known = {"unsent_after": snapshot.unsent_after}
            named = {name: known[name] for name in statement.compile().params}
            for place, fault in (await snapshot.session.execute(statement, named)).all():
                yield Breach(str(place), str(fault))

    return search
