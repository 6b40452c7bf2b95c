"""Going through many things of which one that cannot be done holds up none of the others."""

import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from services.kit.errors import DatabaseUnavailable

_log = logging.getLogger("xiaowei.rounds")

Thing = TypeVar("Thing")


async def each_apart(things: Iterable[Thing], do: Callable[[Thing], Awaitable[object]]) -> int:
    """How many of `things` something was done about, each tried whatever became of the others.

    What cannot be done is told in the log, by its id. When all were tried the first failure is
    raised: the round has failed, and is run again. Raises `DatabaseUnavailable` at once, for then
    none of the others would fare better.
    """
    done, failures = 0, list[Exception]()
    for thing in things:
        try:
            done += bool(await do(thing))
        except DatabaseUnavailable:
            raise
        except Exception as failure:
            _log.exception("one of a round failed", extra={"thing": str(thing)})
            failures.append(failure)
    if failures:
        raise failures[0]
    return done
