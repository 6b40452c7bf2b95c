"""Taking the test clock to where it was sent, one business day after the other.

Each day begins with its day rounds; when all have returned, one transaction notes the day before
as closed and moves the clock on. A crash or a failed round repeats the day's rounds, no more.
"""

import asyncio
import logging
from collections.abc import Sequence
from datetime import date
from typing import Final

from services.kit.failpoints import KitPoint, reached
from services.kit.jobs import Again
from services.kit.sandbox import rows
from services.kit.sandbox.day_rounds import DayRound
from services.kit.sandbox.follower import ClockFollower
from services.kit.sandbox.standing import ClosingState, Standing

CLOSE_DAYS: Final = "sandbox_close_days"  # the job that wakes a worker after a move
RETRY_S: Final = 1.0

_log = logging.getLogger("xiaowei.sandbox")


class DayCloser:
    """Runs `rounds` on every day its follower's clock is sent over; several workers may."""

    def __init__(self, follower: ClockFollower, rounds: Sequence[DayRound]) -> None:
        self._follower = follower
        self._rounds = rounds
        self._turn = asyncio.Lock()

    async def run(self) -> None:
        """Go on until the clock is where it was sent and the days before are closed.

        Raises what a round raised; nothing is lost by it, and the next run goes on from there.
        """
        async with self._turn:
            standing = await self._follower.follow()
            while standing.state(today := self._follower.clock.today()) is ClosingState.CLOSING:
                for each in self._rounds:
                    await each.run(today)
                    await reached(KitPoint.DAY_ROUND_DONE)
                standing = await self._go_on(standing, today)

    async def work(self, _payload: bytes) -> None:
        """The same as a job, tried again until it is through."""
        try:
            await self.run()
        except Exception as error:
            _log.warning("day not closed", exc_info=error)
            raise Again(RETRY_S) from error

    async def _go_on(self, seen: Standing, today: date) -> Standing:
        async with self._follower.sessions.begin() as session:
            now = await rows.standing(session, lock=True)
            # Unless another worker was faster: the next day has rounds of its own.
            if now.ahead_days == seen.ahead_days:
                now = now.yesterday_closed(today)
                await rows.save(session, now)
        await reached(KitPoint.DAY_CLOSED)
        self._follower.clock.stand(now.ahead_days)
        return now
