"""One gateway for all tests that need nothing special of it."""

from collections.abc import AsyncIterator

import pytest

from tests.api.gateway.stand import Stand, standing


@pytest.fixture(scope="session")
async def stand(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stand]:
    """A gateway with one service, one issuer and no limits that a test run would meet."""
    async with standing(tmp_path_factory.mktemp("gateway"), hosts=[]) as running:
        yield running
