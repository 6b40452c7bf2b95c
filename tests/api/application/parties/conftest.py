"""Those who own parties, and those who look at them."""

import pytest

from services.kit.identifiers import new_id
from services.kit.roles import Role
from tests.api.signed_clients import Client, ClientFor


@pytest.fixture
def borrower(client_for: ClientFor) -> Client:
    """A borrower nobody has met before."""
    return client_for(Role.BORROWER)


@pytest.fixture
def partner(client_for: ClientFor) -> Client:
    """A client of a partner nobody has met before."""
    return client_for(Role.PARTNER, partner_id=new_id())


@pytest.fixture
def officer(client_for: ClientFor) -> Client:
    """Staff that works cases."""
    return client_for(Role.LOAN_OFFICER)


@pytest.fixture
def auditor(client_for: ClientFor) -> Client:
    """Staff that oversees."""
    return client_for(Role.AUDITOR)
