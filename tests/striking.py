"""Striking a flow at a failpoint, in this process: it fails there, or hangs there and is cancelled.

A cancelled task and its connections are all that another process sees of a death.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from services.kit.failpoints import Arming, Deed, Failpoint, arm

STRUCK_WITHIN_S = 30.0
# What can happen to a flow without the process that runs it.
DEEDS = (Deed.ERROR, Deed.HANG)

Flow = Callable[[], Awaitable[object]]
Strike = Callable[[Flow], Awaitable[None]]


@contextmanager
def armed(point: Failpoint, deed: Deed, nth: int = 1) -> Iterator[Arming]:
    """The point, armed until the end of the block; it has struck by then."""
    arming = Arming(point, deed, nth)
    arm(arming)
    try:
        yield arming
        assert arming.struck.is_set(), f"nobody came past {point.title}"
    finally:
        arm(None)


def striking(point: Failpoint, deed: Deed) -> Strike:
    """What runs a flow into the point."""

    async def strike(flow: Flow) -> None:
        with armed(point, deed) as arming:
            going = asyncio.ensure_future(flow())
            struck = asyncio.create_task(arming.struck.wait())
            async with asyncio.timeout(STRUCK_WITHIN_S):
                await asyncio.wait({going, struck}, return_when=asyncio.FIRST_COMPLETED)
                if deed is Deed.HANG and not going.done():
                    going.cancel()
                await asyncio.gather(going, return_exceptions=True)
            struck.cancel()

    return strike
