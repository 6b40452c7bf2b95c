"""How a thing of each resource comes to be here."""

from functools import partial

import pytest

from tests.api.matrix.operations import Operation
from tests.api.matrix.readied import ReadyFor
from tests.api.matrix.tried import Build, Parameters
from tests.api.signed_clients import Client, ClientFor, RunningApp
from tests.api.underwriting.conftest import Assess
from tests.api.underwriting.matrix.builders import everything_of
from tests.api.underwriting.matrix.readied import Hall, readied


@pytest.fixture
def build(service: RunningApp, assessed: Assess) -> Build:
    """A case of the owner's and all that hangs on it."""

    async def make(_operation: Operation, owner: Client) -> Parameters:
        return await everything_of(owner, service, assessed)

    return make


@pytest.fixture
def ready_for(service: RunningApp, client_for: ClientFor) -> ReadyFor:
    """What any operation needs, made."""
    return partial(readied, Hall.of(service, client_for))
