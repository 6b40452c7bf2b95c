"""Waiting for what the services do among themselves: asked again and again, and not for ever."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

LOOK_EVERY_S: Final = 0.05
PATIENCE_S: Final = 60.0

T = TypeVar("T")


class NothingHappened(Exception):
    """What was waited for did not come; the message says what that was."""


async def until(
    what: str, found: Callable[[], Awaitable[T | None]], *, every_s: float = LOOK_EVERY_S
) -> T:
    """What `found` gives, once that is something. Raises NothingHappened."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                if (result := await found()) is not None:
                    return result
                await asyncio.sleep(every_s)
    except TimeoutError:
        raise NothingHappened(f"Waited {PATIENCE_S:.0f} s for {what}.") from None
