"""Who breaks the stack: one thing after the other, each drawn from the seed and mended again."""

import asyncio
import contextlib
import signal
from collections import Counter
from collections.abc import Callable, Coroutine
from random import Random
from typing import Any, Final

import httpx
import psutil

from deploy.local.settings import SERVICES
from services.kit.roles import Role
from tests.chaos.history import History
from tests.chaos.land import PAIRS, Land
from tests.journeys.person import Town
from tests.roads import Trouble

TROUBLES: Final = tuple(each for each in Trouble if each is not Trouble.NONE)
PROGRAMS: Final = (*SERVICES, *(f"{service}-worker" for service in SERVICES), "gateway")
HELD_S: Final = (0.5, 2.5)
PAUSED_S: Final = (0.2, 1.2)

Blow = Callable[[], Coroutine[Any, Any, None]]


class Nemesis:
    """Strikes until it is stopped; whatever it broke is mended by then."""

    def __init__(self, land: Land, town: Town, history: History, chance: Random) -> None:
        self._land = land
        self._town = town
        self._history = history
        self._chance = chance
        self._killed = Counter[str]()
        self.struck = Counter[str]()

    async def rage(self, over: asyncio.Event) -> None:
        """Strike until `over`: every blow of the deck before any comes again."""
        deck: list[Blow] = []
        while not over.is_set():
            if not deck:
                # A minute's worth: what dies more often than that is started ever later.
                deck = [*[self._road] * 12, *[self._kill] * 7, *[self._freeze] * 4]
                deck += [self._postgres, self._clock, self._clock]
                self._chance.shuffle(deck)
            blow = deck.pop()
            self.struck[blow.__name__.strip("_")] += 1
            await blow()
            await asyncio.sleep(self._chance.uniform(*PAUSED_S))

    async def _road(self) -> None:
        """Something is wrong on one road, or on two at once."""
        pairs = self._chance.sample(PAIRS, self._chance.choice((1, 1, 2)))
        trouble = self._chance.choice(TROUBLES)
        self._history.say(f"{trouble} on {' and '.join(pairs)}")
        for pair in pairs:
            await self._land.roads[pair].suffer(trouble)
        await self._hold()
        for pair in pairs:
            await self._land.roads[pair].suffer(Trouble.NONE)

    async def _kill(self) -> None:
        """One of those that were killed least: a program killed often is started ever later."""
        least = min(self._killed[name] for name in PROGRAMS)
        name = self._chance.choice([each for each in PROGRAMS if self._killed[each] == least])
        self._killed[name] += 1
        self._history.say(f"kill {name}")
        self._signal(name, signal.SIGKILL)

    async def _freeze(self) -> None:
        """A program stands still, and goes on as if nothing had been."""
        name = self._chance.choice(PROGRAMS)
        self._history.say(f"freeze {name}")
        self._signal(name, signal.SIGSTOP)
        await self._hold()
        self._signal(name, signal.SIGCONT)

    async def _postgres(self) -> None:
        """Postgres stops as in a power cut (`--mode=immediate`), and is started again.

        It may be away still, from the last time.
        """
        self._history.say("restart postgres")
        if (server := self._land.stack.server_if_any()) is not None:
            with contextlib.suppress(psutil.NoSuchProcess):
                server.send_signal(signal.SIGQUIT)

    async def _clock(self) -> None:
        """The next business day begins, if the message arrives."""
        self._history.say("advance the clock")
        try:
            trainer = self._town.somebody(Role.TRAINER)
            await trainer.post("/v1/sandbox/clock", {"advance_days": 1})
        except httpx.TransportError:
            return

    async def _hold(self) -> None:
        await asyncio.sleep(self._chance.uniform(*HELD_S))

    def _signal(self, name: str, number: signal.Signals) -> None:
        """To every process of that name; there may be none just now."""
        for process in self._land.stack.programs(name):
            try:
                process.send_signal(number)
            except psutil.NoSuchProcess:
                continue
