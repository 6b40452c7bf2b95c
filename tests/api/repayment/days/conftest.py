"""An app whose books are closed night by night: closing a day closes it for every loan."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from services.kit.roles import Role
from tests.api.repayment.conftest import running_at, settings_for
from tests.api.repayment.telling import FREE_OF_FEES, a_funding, tell
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect
from tests.postgres_run import Addresses, PostgresRun


@pytest.fixture
async def own_database(postgres_run: PostgresRun) -> AsyncIterator[Addresses]:
    """An empty database of this test's own."""
    addresses = await postgres_run.clone(f"days_{uuid4().hex[:12]}")
    yield addresses
    await postgres_run.drop(addresses)


@pytest.fixture
async def service(own_database: Addresses, repayment_keys: Path) -> AsyncIterator[RunningApp]:
    """The app on an empty database; its business day is 31 March."""
    async with running_at(settings_for(own_database, repayment_keys)) as running:
        yield running


@pytest.fixture
def maker(client_for: ClientFor) -> Client:
    """Who books what came in."""
    return client_for(Role.FINANCE_MAKER)


@pytest.fixture
def checker(client_for: ClientFor) -> Client:
    """Who checks it."""
    return client_for(Role.FINANCE_CHECKER)


@pytest.fixture
async def loan_id(neighbour: Client) -> str:
    """30,000 yuan since 12 March, level, twelve months at 12 per cent; no fees."""
    taken: str = expect(await tell(neighbour, a_funding(FREE_OF_FEES)), 200)["loan_id"]
    return taken
