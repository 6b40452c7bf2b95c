"""Doing again, from its first statement, what the database gave up for the sake of another.

Of two transactions that wait for each other the database ends one, and nothing of it is left. The
one that is asked again waits for the other, so a few tries are enough; whoever still loses is told
to come back later.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from services.kit.deadlines import require_in_time
from services.kit.errors import DatabaseUnavailable

AGAIN_MAX: Final = 3
WAIT_S: Final = 0.05

_ANY: Final = random.SystemRandom()

T = TypeVar("T")


class TransactionLost(DatabaseUnavailable):
    """Two transactions stood in each other's way and this one was ended; another try may do."""


async def whole_again(work: Callable[[], Awaitable[T]]) -> T:
    """What `work` gives, begun anew up to `AGAIN_MAX` times when its transaction was lost.

    `work` opens its own transaction, and does nothing outside it that may not be done twice.
    Raises `TransactionLost`, and `DeadlinePassed` when nobody waits for it any more.
    """
    for again in range(AGAIN_MAX):
        try:
            return await work()
        except TransactionLost:
            await asyncio.sleep(_ANY.uniform(0, WAIT_S * 2**again))
            require_in_time()
    return await work()
