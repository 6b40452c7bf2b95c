"""Finance at work: one who books, and one who checks."""

import pytest

from services.kit.roles import Role
from tests.api.repayment.happening import WEEKLY
from tests.api.repayment.telling import FREE_OF_FEES, a_funding, tell
from tests.api.signed_clients import Client, ClientFor, expect


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


@pytest.fixture
async def weekly(neighbour: Client) -> str:
    """A loan of which a fee and two instalments are due, and late, on 31 March."""
    taken: str = expect(await tell(neighbour, a_funding(WEEKLY)), 200)["loan_id"]
    return taken
