"""An invariant: a sentence, and a search for what breaks it."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.errors import Title

BREACHES_MAX: Final = 100  # of one check: where there are so many, the rest says no more


class Breach(NamedTuple):
    """One thing that breaks an invariant: where, and how."""

    place: str
    fault: str


Search = Callable[[AsyncSession], AsyncIterator[Breach]]


@dataclass(frozen=True, slots=True)
class Check:
    """An invariant by its number in the catalogue; `search` finds what breaks it."""

    number: int
    sentence: Title
    search: Search


def found_by(*queries: str) -> Search:
    """A search by SQL: each query gives a place and a fault for everything that is wrong."""

    async def search(session: AsyncSession) -> AsyncIterator[Breach]:
        for query in queries:
            found = await session.execute(text(query))
            for place, fault in found.fetchmany(BREACHES_MAX):
                yield Breach(str(place), fault)

    return search
