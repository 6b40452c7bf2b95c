"""Requests made up from the merged document, sent through the gateway to the real services."""

from collections.abc import AsyncIterator, Callable
from uuid import uuid4

import pytest

from gateway.contracts import read_contract
from gateway.merged_contract import merged
from services.kit.openapi_parts import SECURITY_SCHEMES
from services.kit.operations import SECURITY_SCHEME
from tests.api.gateway.stand import Stand
from tests.api.gateway.whole import CONTRACTS, caller, whole
from tests.api.matrix.asking import ALWAYS, REFUSED, faults, send
from tests.api.matrix.generating import bad_cases, good_cases
from tests.api.matrix.operations import Operation, operations_of
from tests.conftest import REACHED
from tests.postgres_run import PostgresRun
from tests.raw_http import ask

MERGED = merged(
    {service: read_contract(file) for service, file in CONTRACTS.items()},
    SECURITY_SCHEMES[SECURITY_SCHEME],
)


@pytest.fixture(scope="module")
async def street(
    postgres_run: PostgresRun, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Stand]:
    """The gateway and what is behind it; what it seals, nobody else has the keys of."""
    database = await postgres_run.clone(f"whole_{uuid4().hex[:12]}")
    async with whole(database, tmp_path_factory.mktemp("whole")) as running:
        yield running
    await postgres_run.drop(database)


async def test_the_document_served_has_the_operations_of_the_services(street: Stand) -> None:
    served = (await ask(street.address, "GET", "/openapi.json")).json()
    assert served["paths"] == MERGED["paths"]


@pytest.mark.parametrize("operation", operations_of("gateway", MERGED), ids=str)
async def test_what_is_made_up_is_answered_as_documented(
    operation: Operation,
    street: Stand,
    examples: int,
    record_property: Callable[[str, str], None],
) -> None:
    wrong, reached = [], 0
    good, bad = good_cases(operation, examples // 4), bad_cases(operation, examples // 4)
    async with caller(street, operation) as http:
        for case in bad:
            wrong += faults(case, await send(case, http, {}), REFUSED)
        for case in good:
            answer = await send(case, http, {})
            wrong += faults(case, answer, ALWAYS)
            reached += answer.is_success
    record_property(f"{REACHED}{operation} through the gateway", f"{reached}/{len(good)}")
    assert wrong == []
