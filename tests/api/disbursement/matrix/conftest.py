"""How a thing of each resource comes to be here."""

from functools import partial

import pytest

from tests.api.disbursement.conftest import Draw
from tests.api.disbursement.matrix.builders import everything_of
from tests.api.disbursement.matrix.readied import Hall, readied
from tests.api.disbursement.payouts.conftest import street, strict, truth
from tests.api.disbursement.payouts.street import Street
from tests.api.matrix.operations import Operation
from tests.api.matrix.readied import ReadyFor
from tests.api.matrix.tried import Build, Parameters
from tests.api.signed_clients import Client, ClientFor, RunningApp

__all__ = ["street", "strict", "truth"]


@pytest.fixture
def build(service: RunningApp, drawn: Draw) -> Build:
    """A contract of the owner's and all that hangs on it."""

    async def make(_operation: Operation, owner: Client) -> Parameters:
        return await everything_of(owner, service, drawn)

    return make


@pytest.fixture
def ready_for(client_for: ClientFor, strict: Street) -> ReadyFor:
    """What any operation needs, made."""
    return partial(readied, Hall.of(client_for, strict))
