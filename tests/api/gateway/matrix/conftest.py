"""Callers whose needs are made at the services, and who then ask the gateway."""

from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from dataclasses import replace
from uuid import uuid4

import pytest

from tests.api.gateway.matrix.login import through
from tests.api.gateway.matrix.whole import Whole, whole
from tests.api.matrix.operations import Operation, every_operation
from tests.api.matrix.readied import Readied, ReadyFor
from tests.postgres_run import PostgresRun

OWNERS = {operation.name: operation.service for operation in every_operation()}


@pytest.fixture(scope="module")
async def street(
    postgres_run: PostgresRun, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Whole]:
    """The gateway and what is behind it; what it seals, nobody else has the keys of."""
    database = await postgres_run.clone(f"whole_{uuid4().hex[:12]}")
    async with whole(database, tmp_path_factory.mktemp("whole")) as running:
        yield running
    await postgres_run.drop(database)


@pytest.fixture
def ready_for(street: Whole) -> Iterator[ReadyFor]:
    """What an operation needs, made at the service whose it is; the caller comes through."""
    with ExitStack() as opened:
        for service in street.services.values():
            opened.enter_context(service.for_a_while())

        async def make(operation: Operation) -> Readied:
            ready = await street.ready_for[OWNERS[operation.name]](operation)
            return replace(ready, caller=through(street.stand, street.wire, ready.caller))

        yield make
