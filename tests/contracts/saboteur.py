"""Cuts commits short: before they are made, or after, when nobody hears that they were."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

from sqlalchemy import Connection, Engine, event
from sqlalchemy.ext.asyncio import AsyncEngine

from services.kit.database import Sessions
from services.kit.errors import DatabaseUnavailable
from tests.contracts.pair import Pair

BEFORE, AFTER, NOT = "before", "after", "not"
TURNS = (BEFORE, AFTER, NOT, NOT)


class Saboteur:
    """At work on half of all commits; the same `seed` picks the same ones."""

    def __init__(self, seed: int) -> None:
        self._chance = Random(seed)  # noqa: S311 - a mishap that can be run again
        self.cut: Counter[str] = Counter()

    def on_commit(self, connection: Connection) -> None:
        """What the engine calls when a commit is about to be sent."""
        turn = self._chance.choice(TURNS)
        self.cut[turn] += 1
        if turn == AFTER:
            connection.connection.commit()
        if turn != NOT:
            connection.invalidate()
            raise DatabaseUnavailable

    @contextmanager
    def at_work(self, pair: Pair) -> Iterator[None]:
        """Until the end of the block, in both services."""
        engines = [
            _engine_of(service.sessions) for service in (pair.application, pair.underwriting)
        ]
        for engine in engines:
            event.listen(engine, "commit", self.on_commit)
        try:
            yield
        finally:
            for engine in engines:
                event.remove(engine, "commit", self.on_commit)


def _engine_of(sessions: Sessions) -> Engine:
    bind = sessions.kw["bind"]
    assert isinstance(bind, AsyncEngine)
    return bind.sync_engine
