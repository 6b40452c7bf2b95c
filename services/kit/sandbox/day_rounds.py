"""What a new business day brings, in one place for both who do it: time, and the test clock."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date

from services.kit.failpoints import KitPoint, reached


@dataclass(frozen=True, slots=True)
class DayRound:
    """What has to have happened by `today`: expiries, due retries, the books of all days before.

    It is run every `every_s` seconds with the business day the clock shows, and once on each day
    the test clock is moved over. So it makes up for days on which it was not run, and two at once
    do no harm. It works until nothing is left or raises: a day counts as closed when every
    round of the day after has returned.
    """

    name: str
    every_s: float
    run: Callable[[date], Awaitable[object]]


def exhausting(once: Callable[[], Awaitable[int]]) -> Callable[[date], Awaitable[None]]:
    """A day round out of rounds of bounded size: `once`, repeated until it had nothing to do."""

    async def run(_today: date) -> None:
        while await once():
            await reached(KitPoint.BATCH_DONE)

    return run
