"""How a thing of each resource comes to be here."""

from functools import partial

import pytest

from services.kit.roles import Role
from tests.api.matrix.operations import Operation
from tests.api.matrix.readied import ReadyFor
from tests.api.matrix.tried import Build, Parameters
from tests.api.repayment.matrix.builders import everything_of
from tests.api.repayment.matrix.readied import Hall, readied
from tests.api.signed_clients import Client, ClientFor, RunningApp


@pytest.fixture
def build(service: RunningApp, neighbour: Client, client_for: ClientFor) -> Build:
    """A loan of the owner's and all that hangs on it."""

    async def make(_operation: Operation, owner: Client) -> Parameters:
        finance = client_for(Role.FINANCE_MAKER)
        return await everything_of(owner, service, neighbour, finance)

    return make


@pytest.fixture
def ready_for(service: RunningApp, client_for: ClientFor) -> ReadyFor:
    """What any operation needs, made."""
    return partial(readied, Hall.of(service, client_for))
