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


async def step_by_step(*steps: Callable[[], Awaitable[object]]) -> None:
    """Take every step in its turn, whatever became of those before it.

    Then the first failure is raised, and the others are in the log. That the database was away, or
    too slow for one of many things, is raised only where nothing else failed: it is cured by
    waiting, and must not hide what is not.
    """
    failures = list[Exception]()
    for step in steps:
        try:
            await step()
        except Exception as failure:
            failures.append(failure)
    if not failures:
        return
    first, *others = sorted(failures, key=lambda each: isinstance(each, DatabaseUnavailable))
    for other in others:
        _log.error("another step of a round failed", exc_info=other)
    raise first
