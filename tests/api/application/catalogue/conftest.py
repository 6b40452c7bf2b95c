"""The two people a product needs."""

import pytest

from services.kit.roles import Role
from tests.api.signed_clients import Client, ClientFor


@pytest.fixture
def maker(client_for: ClientFor) -> Client:
    """Somebody who writes products."""
    return client_for(Role.RISK_MANAGER)


@pytest.fixture
def approver(client_for: ClientFor) -> Client:
    """Somebody who puts them on offer."""
    return client_for(Role.ADMIN)
