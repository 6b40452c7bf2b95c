"""One running stack for all journeys, and a caller at its gateway."""

import sys
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from tests.journeys.person import Town
from tests.journeys.running_stack import RunningStack


@pytest.fixture(scope="session")
async def stack(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningStack]:
    running = RunningStack(tmp_path_factory.mktemp("stack"))
    await running.start()
    yield running
    assert await running.stop() == 0
    await running.forget()


@pytest.fixture(autouse=True)
def _terminal_of_a_failure(stack: RunningStack) -> Iterator[None]:
    """What the stack's terminal shows goes with the report of a test that fails."""
    yield
    sys.stdout.write(stack.said)


@pytest.fixture(scope="session")
async def gateway(stack: RunningStack) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=stack.url, timeout=10, trust_env=False) as client:
        yield client


@pytest.fixture(scope="session")
def town(stack: RunningStack, gateway: httpx.AsyncClient) -> Town:
    """People enough for every journey."""
    return Town(gateway, stack)
