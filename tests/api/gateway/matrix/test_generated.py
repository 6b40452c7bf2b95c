"""Requests made up from the merged document, sent through the gateway to the real services."""

from typing_extensions import override

from gateway.contracts import read_contract
from gateway.merged_contract import merged
from services.kit.openapi_parts import SECURITY_SCHEMES
from services.kit.operations import SECURITY_SCHEME
from tests.api.gateway.matrix.whole import CONTRACTS, Whole
from tests.api.matrix.generated import Generated
from tests.api.matrix.operations import Operation, operations_of
from tests.raw_http import ask

MERGED = merged(
    {service: read_contract(file) for service, file in CONTRACTS.items()},
    SECURITY_SCHEMES[SECURITY_SCHEME],
)


async def test_the_document_served_has_the_operations_of_the_services(street: Whole) -> None:
    served = (await ask(street.stand.address, "GET", "/openapi.json")).json()
    assert served["paths"] == MERGED["paths"]


class TestGenerated(Generated):
    @property
    @override
    def operations(self) -> tuple[Operation, ...]:
        return operations_of("gateway", MERGED)
