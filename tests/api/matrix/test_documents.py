"""Every operation of every service says who may call it, on whose things, and how."""

import pytest

from services.kit.roles import SCOPES
from tests.api.matrix.leaves import leaves
from tests.api.matrix.operations import EVERYBODYS, Operation, every_operation
from tests.postgres_run import SERVICES

every = pytest.mark.parametrize("operation", every_operation(), ids=str)
JSON_OPERATIONS = [operation for operation in every_operation() if operation.is_json]
WRITES = {"POST", "PUT", "PATCH", "DELETE"}
# Questions too long for a query: open, answered and forgotten. A test of theirs shows that
# nothing is written.
KEEPS_NOTHING = {"post_quote", "post_decision_replay"}
# No login, but a signature over the raw body; an event is taken once by the id its sender gave it.
SIGNED = {"post_provider_callback"}


@every
def test_a_path_with_an_identifier_has_an_owner(operation: Operation) -> None:
    assert bool(operation.path_parameters) == (operation.resource is not None)


@every
def test_a_scope_is_one_some_role_carries(operation: Operation) -> None:
    assert "x-scope" in operation.drawn
    assert operation.scope is None or operation.scope in SCOPES


@every
def test_only_what_is_everybodys_is_open(operation: Operation) -> None:
    if operation.scope is None and operation.is_public:
        assert operation.method == "GET" or operation.name in KEEPS_NOTHING | SIGNED
        assert operation.resource in {None, EVERYBODYS}
    security = [] if operation.scope is None else [{"oauth": [operation.scope]}]
    assert operation.drawn["security"] == security


@every
def test_a_path_says_whether_it_is_for_neighbours(operation: Operation) -> None:
    prefix = "/v1/" if operation.is_public else "/internal/v1/"
    assert operation.path.startswith(prefix)


@every
def test_a_list_is_paged(operation: Operation) -> None:
    answers = operation.drawn["responses"].get("200", {}).get("content", {})
    schema = answers.get("application/json", {}).get("schema", {})
    shapes = [operation.resolved(shape) for shape in schema.get("anyOf", [schema])]
    is_list = all({"data", "has_more"} <= set(shape.get("properties", {})) for shape in shapes)
    assert is_list == operation.is_paged


@every
def test_a_write_is_guarded_against_being_done_twice(operation: Operation) -> None:
    is_guarded = operation.drawn["x-idempotency"] or operation.drawn["x-if-match"]
    if operation.is_public:
        unguarded = KEEPS_NOTHING | SIGNED
        assert operation.method not in WRITES or is_guarded or operation.name in unguarded
    else:  # between services: a PUT named by the sender's id, whose sequence the inbox remembers
        assert operation.method == "PUT"
        assert operation.path_parameters


@every
def test_an_answer_without_content_shows_no_version(operation: Operation) -> None:
    emptied = operation.drawn["responses"].get("204", {})
    assert "ETag" not in emptied.get("headers", {})
    assert not emptied.get("content")


@every
def test_every_refusal_is_drawn_with_an_example(operation: Operation) -> None:
    refusals = {s: r for s, r in operation.drawn["responses"].items() if s[0] in "45"}
    assert {"400", "401", "500", "503"} <= set(refusals)
    for status, response in refusals.items():
        examples = operation.resolved(response)["content"]["application/problem+json"]["examples"]
        assert examples, status
        for example in examples.values():
            assert str(operation.resolved(example)["value"]["status"]) == status


@pytest.mark.parametrize("operation", JSON_OPERATIONS, ids=str)
def test_a_body_has_an_example_and_closed_objects(operation: Operation) -> None:
    assert operation.body_example
    schemas = operation.document["components"]["schemas"]
    for leaf in leaves(operation):
        if leaf.is_string:
            assert {"maxLength", "pattern", "enum", "format", "const"} & set(leaf.schema), leaf
        if leaf.is_integer:
            assert {"minimum", "maximum"} <= set(leaf.schema), leaf
    assert operation.resolved(operation.body_schema).get("additionalProperties") is False or (
        operation.resolved(operation.body_schema).keys() & {"anyOf", "oneOf"}
    ), sorted(schemas)


def test_operation_ids_are_unique() -> None:
    names = [operation.name for operation in every_operation()]
    assert len(names) == len(set(names))


def test_a_path_belongs_to_one_service() -> None:
    owners: dict[str, set[str]] = {}
    for operation in every_operation():
        owners.setdefault(operation.path, set()).add(operation.service)
    assert [path for path, services in owners.items() if len(services) > 1] == []
    assert {operation.service for operation in every_operation()} <= set(SERVICES)
