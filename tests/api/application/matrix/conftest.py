"""How a thing of each resource comes to be here."""

from functools import partial

import pytest

from tests.api.application.matrix.builders import BUILDERS
from tests.api.application.matrix.readied import Hall, readied
from tests.api.matrix.operations import Operation
from tests.api.matrix.readied import ReadyFor
from tests.api.matrix.tried import Build, Parameters
from tests.api.signed_clients import Client, ClientFor, RunningApp


@pytest.fixture
def build() -> Build:
    """One thing of the operation's resource, as the owner's own."""

    async def make(operation: Operation, owner: Client) -> Parameters:
        return await BUILDERS[str(operation.resource)](owner)

    return make


@pytest.fixture
def ready_for(service: RunningApp, client_for: ClientFor) -> ReadyFor:
    """What any operation needs, made."""
    return partial(readied, Hall.of(service, client_for))
