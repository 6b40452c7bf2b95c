"""A mistake, the test that must see it, and how it looks when it does."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

import pytest

# How a test of the suite ends that has seen something: never because it was called wrongly.
RED: Final = (AssertionError, pytest.fail.Exception)

Plant = Callable[[pytest.MonkeyPatch], object]
Test = Callable[..., Awaitable[None]]


@dataclass(frozen=True)
class Mutant:
    """A mistake; `plant` makes it, `seen_by` is the test of the suite it turns red.

    One that `leaves_tasks` lets the test fail while what it began still waits.
    """

    plant: Plant
    seen_by: Test
    leaves_tasks: bool = False


def runs(mutants: Mapping[str, Mutant]) -> list[Any]:
    """Each mutant twice: the test is green without it, and red with it."""
    return [
        pytest.param(mutant, is_planted, id=f"{name}-{'planted' if is_planted else 'sound'}")
        for name, mutant in mutants.items()
        for is_planted in (False, True)
    ]


@asynccontextmanager
async def planted(
    mutant: Mutant, monkeypatch: pytest.MonkeyPatch, *, is_planted: bool
) -> AsyncIterator[None]:
    """Run the block, which is the test, with the mistake or without it; it ends accordingly."""
    if not is_planted:
        yield
        return
    before = asyncio.all_tasks()
    mutant.plant(monkeypatch)
    with pytest.raises(RED):
        yield
    left = asyncio.all_tasks() - before if mutant.leaves_tasks else set()
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
