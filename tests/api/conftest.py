"""What the tests of every service ask for: its app as `service`, and callers of it.

A service's own folder says what its `running_service` is.
"""

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.api.signed_clients import Client, ClientFor, RunningApp, clients_of


@pytest.fixture
def service(running_service: RunningApp) -> Iterator[RunningApp]:
    """The app; a clock that was moved is put back."""
    with running_service.for_a_while() as service:
        yield service


@pytest.fixture
async def client_for(service: RunningApp) -> AsyncIterator[ClientFor]:
    """Callers of this app: `client_for(Role.BORROWER)`."""
    async with clients_of(service) as client_for:
        yield client_for


@pytest.fixture
def anonymous(client_for: ClientFor) -> Client:
    """Somebody without a login, as the gateway introduces them."""
    return client_for(subject="anonymous")
