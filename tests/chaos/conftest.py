"""A stack of its own for whatever breaks, which is asked for every invariant before it goes."""

import sys
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from tests.chaos.land import Land, land
from tests.journeys.invariants import broken
from tests.journeys.person import Town


@pytest.fixture(scope="session")
async def country(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Land]:
    """The stack with a road between every pair; nothing broke on it."""
    async with land(tmp_path_factory.mktemp("chaos"), **PATIENCE) as entered:
        yield entered
        found = await broken(entered.stack)
    assert found == [], "\n".join(found)


# A neighbour that comes back is told at once, not after a quarter of an hour.
PATIENCE = {
    f"{service}_DELIVERY_BACKOFF_MAX_S": "2"
    for service in ("APPLICATION", "UNDERWRITING", "DISBURSEMENT", "REPAYMENT")
}


@pytest.fixture
def terminal(country: Land) -> Iterator[None]:
    """What the stack's terminal shows goes with the report of a test that fails."""
    yield
    sys.stdout.write(country.stack.said)


@pytest.fixture(scope="session")
async def country_gateway(country: Land) -> AsyncIterator[httpx.AsyncClient]:
    """A caller at its gateway."""
    url = country.stack.url
    async with httpx.AsyncClient(base_url=url, timeout=10, trust_env=False) as client:
        yield client


@pytest.fixture(scope="session")
def country_town(country: Land, country_gateway: httpx.AsyncClient) -> Town:
    """Anybody a test needs."""
    return Town(country_gateway, country.stack)
