"""`python -m deploy.demo`: the stories one after the other, told on the terminal."""

import asyncio
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Final

import httpx

from deploy.demo.books import OutOfBalance
from deploy.demo.caller import Refused
from deploy.demo.ground import ground
from deploy.demo.papers import Papers
from deploy.demo.stories import by_hand, declined, settled
from deploy.demo.telling import Teller
from deploy.demo.town import Town
from deploy.demo.waiting import NothingHappened
from deploy.local.refusals import StackRefused
from deploy.local.settings import StackSettings
from deploy.local.supervision.console import Console

EXIT_FAILED: Final = 1
EXIT_STOPPED: Final = 130
FAILURES: Final = (Refused, NothingHappened, OutOfBalance, StackRefused, httpx.TransportError)
STOP_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

STORIES: Final[tuple[tuple[str, Callable[[Town], Awaitable[None]]], ...]] = (
    (settled.TITLE, settled.tell),
    (declined.TITLE, declined.tell),
    (by_hand.TITLE, by_hand.tell),
)


def main() -> int:
    """Tell every story; the exit status says whether all came to their end."""
    console = Console()
    try:
        asyncio.run(_run(console))
    except asyncio.CancelledError:
        return EXIT_STOPPED
    except FAILURES as failure:
        console.say(f"\nIt did not work out: {failure}")
        return EXIT_FAILED
    return 0


async def _run(console: Console) -> None:
    walking = asyncio.current_task()
    if walking is not None:
        for number in STOP_SIGNALS:
            asyncio.get_running_loop().add_signal_handler(number, walking.cancel)
    async with ground(console) as url:
        began_s = time.monotonic()
        async with Town.at(url, Teller(console), Papers(StackSettings().home)) as town:
            for count, (title, tell) in enumerate(STORIES, start=1):
                town.teller.heading(f"{count}  {title}")
                await tell(town)
        console.say(f"\nAll of it in {time.monotonic() - began_s:.0f} s.")


if __name__ == "__main__":
    sys.exit(main())
