"""Waiting for what another process does: asked again and again, and not for ever."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from tests.journeys.running_stack import POLL_S

# How long the stack may take over anything on a busy machine before a test gives up.
EVENTUALLY_MAX_S = 30.0

T = TypeVar("T")


async def eventually(found: Callable[[], Awaitable[T]], *, within_s: float = EVENTUALLY_MAX_S) -> T:
    """What `found` gives, once that is something; fails when it stays nothing."""
    async with asyncio.timeout(within_s):
        while True:
            if result := await found():
                return result
            await asyncio.sleep(POLL_S)
