"""The running stack is started before the first journey; a second one for who moves its clock."""

import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from tests.journeys.invariants import broken
from tests.journeys.running_stack import RunningStack


@pytest.fixture(autouse=True)
def _terminal_of_a_failure(stack: RunningStack) -> Iterator[None]:
    """What the stack's terminal shows goes with the report of a test that fails."""
    yield
    sys.stdout.write(stack.said)


@pytest.fixture(scope="session")
async def moving_stack(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningStack]:
    """A stack for those who move the clock, which would be everybody's; nothing broke on it."""
    async with sound_stack(tmp_path_factory.mktemp("moving")) as running:
        yield running


@asynccontextmanager
async def sound_stack(home: Path) -> AsyncIterator[RunningStack]:
    """A stack of one's own, which is asked for every invariant before it goes."""
    running = RunningStack(home)
    await running.start()
    yield running
    found = await broken(running)
    await running.forget()
    assert found == [], "\n".join(found)


@pytest.fixture(scope="session")
async def moving_gateway(moving_stack: RunningStack) -> AsyncIterator[httpx.AsyncClient]:
    """Its gateway."""
    async with httpx.AsyncClient(base_url=moving_stack.url, timeout=10, trust_env=False) as client:
        yield client
