"""What journeys and faults share: one running stack, a caller at its gateway, people enough.

A plugin, not a conftest: both folders ask for it, and the stack is started once for the two.
"""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.journeys.invariants import broken
from tests.journeys.person import Town
from tests.journeys.running_stack import RunningStack


@pytest.fixture(scope="session")
async def stack(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningStack]:
    """The stack, on ports and in a folder of its own; whatever was done to it, nothing broke."""
    origin = "http://localhost:3000"  # where a frontend developer works
    running = RunningStack(tmp_path_factory.mktemp("stack"), XIAOWEI_CORS_ORIGINS=origin)
    await running.start()
    yield running
    found = await broken(running)
    assert await running.stop() == 0
    await running.forget()
    assert found == [], "\n".join(found)


@pytest.fixture(scope="session")
async def gateway(stack: RunningStack) -> AsyncIterator[httpx.AsyncClient]:
    """A caller without a login."""
    async with httpx.AsyncClient(base_url=stack.url, timeout=10, trust_env=False) as client:
        yield client


@pytest.fixture(scope="session")
def town(stack: RunningStack, gateway: httpx.AsyncClient) -> Town:
    """Anybody a test needs."""
    return Town(gateway, stack)
