"""How a thing of each resource comes to be here."""

import pytest

from tests.api.application.matrix.builders import BUILDERS
from tests.api.application.matrix.readied import Hall
from tests.api.matrix.operations import Operation
from tests.api.matrix.tried import Build, Parameters
from tests.api.signed_clients import Client, ClientFor, RunningApp


@pytest.fixture
def build() -> Build:
    """One thing of the operation's resource, as the owner's own."""

    async def make(operation: Operation, owner: Client) -> Parameters:
        return await BUILDERS[str(operation.resource)](owner)

    return make


@pytest.fixture
def hall(
    service: RunningApp,
    client_for: ClientFor,
    neighbour: Client,
    disbursement: Client,
    repayment: Client,
) -> Hall:
    """With what an operation's needs are made."""
    return Hall(service, client_for, neighbour, disbursement, repayment)
