"""Every call a next step names is an operation of the one contract the gateway serves."""

from pathlib import Path

import pytest

from gateway.contracts import read_contract
from gateway.merged_contract import merged
from gateway.settings import SERVICES
from services.application.intake.guidance import OPERATIONS

ROOT = Path(__file__).parents[2]
COMMITTED = {name: read_contract(ROOT / f"services/{name}/openapi.json") for name in SERVICES}
SERVED = merged(COMMITTED, {"type": "http", "scheme": "bearer"})


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_a_call_is_there_with_its_method_path_headers_and_body(name: str) -> None:
    call = OPERATIONS[name]
    operation = SERVED["paths"][call.path][call.method.lower()]
    assert operation["operationId"] == call.operation_id
    assert operation["x-idempotency"] == call.needs_key
    assert operation["x-if-match"] == (call.versioned is not None)
    body = operation.get("requestBody", {}).get("content", {})
    assert tuple(sorted(body)) == tuple(sorted(call.content_types))
    if call.schema is not None:
        # The gateway renames what two services spell differently; each service's own words stand.
        (own,) = [each for each in COMMITTED.values() if call.path in each["paths"]]
        content = own["paths"][call.path][call.method.lower()]["requestBody"]["content"]
        reference = {"$ref": f"#/components/schemas/{call.schema}"}
        assert content["application/json"]["schema"] == reference
        assert call.schema in own["components"]["schemas"]
    if call.query is not None:
        assert call.query in {each["name"] for each in operation["parameters"]}
