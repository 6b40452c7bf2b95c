"""The rules of the house for every reference document: each service's, and the merged one."""

import re
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate

from gateway.contracts import read_contract
from gateway.merged_contract import merged
from gateway.settings import SERVICES
from gateway.tags import TAGS
from services.kit.openapi_bounds import READ_ITEMS_MAX, READ_LENGTH_MAX
from services.kit.openapi_parts import SECURITY_SCHEMES
from services.kit.operations import SECURITY_SCHEME
from tests.house.reference.parts import Written, operations, responses, schemas, sent

ROOT = Path(__file__).parents[3]
SERVICES_DOCUMENTS = {
    name: read_contract(ROOT / f"services/{name}/openapi.json", is_sandbox=True)
    for name in SERVICES
}
MERGED = merged(SERVICES_DOCUMENTS, SECURITY_SCHEMES[SECURITY_SCHEME])
DOCUMENTS = {**SERVICES_DOCUMENTS, "merged": MERGED}
every = pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS.keys())

ANCHORED = re.compile(r"^\^.*\$$", re.DOTALL)
PROBLEM = "application/problem+json"


def is_bounded(schema: dict[str, Any]) -> bool:
    """Whether a value of it has a greatest size, as far as its own kind goes."""
    kind = schema.get("type")
    if kind == "string":
        is_shaped = ANCHORED.match(schema.get("pattern", "")) is not None
        return is_shaped or bool({"maxLength", "enum", "const", "format"} & schema.keys())
    if kind in {"integer", "number"}:
        is_spelt = bool({"enum", "const"} & schema.keys())
        return is_spelt or {"minimum", "maximum"} <= schema.keys()
    if kind == "array":
        return "maxItems" in schema
    return kind != "object" or "properties" in schema or "maxProperties" in schema


@every
def test_it_is_valid(document: dict[str, Any]) -> None:
    validate(document)


@every
def test_every_operation_is_named_summed_up_and_explained(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        assert all(operation[key] for key in ("operationId", "summary", "description", "tags")), (
            name
        )
        assert {"security", "x-scope"} <= operation.keys(), name  # empty and null: open to all


@every
def test_every_value_has_bounds(document: dict[str, Any]) -> None:
    assert [each.where for each in schemas(document) if not is_bounded(dict(each.schema))] == []


@every
def test_every_parameter_is_described(document: dict[str, Any]) -> None:
    assert [
        f"{name} {parameter['name']}"
        for name, operation in operations(document)
        for parameter in operation.get("parameters", ())
        if not parameter.get("description")
    ] == []


@every
def test_every_header_is_described_and_every_answer_has_its_request_id(
    document: dict[str, Any],
) -> None:
    assert all(header["description"] for header in document["components"]["headers"].values())
    for name, status, response in responses(document):
        assert "X-Request-Id" in response["headers"], (name, status)
        for reference in response["headers"].values():
            place = reference["$ref"].removeprefix("#/components/headers/")
            assert place in document["components"]["headers"], (name, status)


@every
def test_every_answer_of_json_has_an_example(document: dict[str, Any]) -> None:
    lacking = [
        f"{name} {status}"
        for name, status, response in responses(document)
        for kind, media in response.get("content", {}).items()
        if kind in {"application/json", PROBLEM} and not {"example", "examples"} & media.keys()
    ]
    assert lacking == []


@every
def test_every_error_shows_each_of_its_codes_at_its_status(document: dict[str, Any]) -> None:
    for name, status, response in responses(document):
        if status[0] in "45":
            for code, reference in response["content"][PROBLEM]["examples"].items():
                key = reference["$ref"].rsplit("/", 1)[1]
                shown = document["components"]["examples"][key]["value"]
                assert (str(shown["status"]), shown["code"]) == (status, code), name
                assert document["x-problems"][code]["status"] == shown["status"]


def test_every_tag_is_explained_and_none_is_idle() -> None:
    assert [tag["name"] for tag in MERGED["tags"]] == sorted(TAGS)
    assert all(tag["description"] == TAGS[tag["name"]] for tag in MERGED["tags"])


@every
def test_what_is_answered_is_bounded_above_all_that_is_sent(document: dict[str, Any]) -> None:
    """An answer repeats what was sent: its bound must hold whatever that was."""
    asked: list[Written] = list(sent(document))
    assert asked
    assert max(each.schema.get("maxLength", 0) for each in asked) <= READ_LENGTH_MAX
    assert max(each.schema.get("maxItems", 0) for each in asked) <= READ_ITEMS_MAX


@pytest.mark.parametrize(
    ("schema", "is_good"),
    [
        ({"type": "string"}, False),
        ({"type": "string", "pattern": "^[a-z]"}, False),
        ({"type": "string", "pattern": "^[a-z]{3}$"}, True),
        ({"type": "integer", "minimum": 1}, False),
        ({"type": "integer", "minimum": 1, "maximum": 2}, True),
        ({"type": "array", "maxLength": 3}, False),
        ({"type": "object", "additionalProperties": True}, False),
    ],
)
def test_a_bound_is_told_from_none(schema: dict[str, Any], *, is_good: bool) -> None:
    assert is_bounded(schema) is is_good
