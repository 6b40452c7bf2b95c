"""The contracts the services commit, as the gateway takes them."""

import re
from pathlib import Path

from openapi_spec_validator import validate

from gateway.contracts import public_operations, read_contract
from gateway.merged_contract import merged, problem_catalogue
from gateway.own_problems import own_problems
from gateway.route_table import PUBLIC_PREFIX, RouteTable
from gateway.settings import SERVICES
from services.application.intake.guidance import OPERATIONS
from services.kit.roles import SCOPES

ROOT = Path(__file__).parents[3]
CONTRACTS = {name: read_contract(ROOT / f"services/{name}/openapi.json") for name in SERVICES}


def test_they_make_one_table_under_known_scopes() -> None:
    operations = [
        operation
        for name, document in CONTRACTS.items()
        for operation in public_operations(name, document)
    ]
    RouteTable(operations)
    assert operations
    assert {operation.scope for operation in operations} <= {None, *SCOPES}


def test_what_rails_call_back_has_an_allowance_apart() -> None:
    operations = public_operations("disbursement", CONTRACTS["disbursement"])
    apart = {op.template for op in operations if op.address_class == "callback"}
    assert apart == {"/v1/provider-callbacks/{rail}"}


def test_g11_they_publish_nothing_inner() -> None:
    document = merged(CONTRACTS, {"type": "http", "scheme": "bearer"})
    assert all(path.startswith(PUBLIC_PREFIX) for path in document["paths"])
    assert "/v1/sandbox/clock" not in document["paths"]


def test_they_make_one_valid_document() -> None:
    validate(merged(CONTRACTS, {"type": "http", "scheme": "bearer"}))


def test_every_schema_has_a_name_that_can_be_a_type() -> None:
    schemas = merged(CONTRACTS, {"type": "http", "scheme": "bearer"})["components"]["schemas"]
    assert [name for name in schemas if not re.fullmatch("([A-Z][a-z]+)+", name)] == []
    assert {name for name, schema in schemas.items() if schema["title"] != name} == set()


def test_the_schema_a_next_step_names_is_in_the_merged_document() -> None:
    schemas = merged(CONTRACTS, {"type": "http", "scheme": "bearer"})["components"]["schemas"]
    steps = [step for step in OPERATIONS.values() if step.schema is not None]
    assert steps
    assert {step.schema for step in steps} <= schemas.keys()


def test_a_code_means_one_thing_at_the_gateway_and_in_a_service() -> None:
    ours, theirs = own_problems(), problem_catalogue(CONTRACTS)
    for code in ours.keys() & theirs.keys():
        assert ours[code]["status"] == theirs[code]["status"], code
