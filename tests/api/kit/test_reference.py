"""The reference document: complete, valid, and true to what the door does."""

from typing import Any

import pytest
from fastapi import FastAPI
from openapi_spec_validator import validate

from services.kit.openapi import document
from services.kit.roles import may
from tests.api.kit.things import callers, knocking


@pytest.fixture
def drawn(things: FastAPI) -> dict[str, Any]:
    """The document of the tiny service."""
    return document(things)


def operations(drawn: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method, path, operation)
        for path, methods in drawn["paths"].items()
        for method, operation in methods.items()
    ]


def codes(operation: dict[str, Any], status: int) -> set[str]:
    content = operation["responses"].get(str(status), {}).get("content", {})
    return set(content.get("application/problem+json", {}).get("examples", {}))


def test_the_document_is_valid_openapi(drawn: dict[str, Any]) -> None:
    validate(drawn)


def test_drawing_it_twice_gives_the_same_text(things: FastAPI, drawn: dict[str, Any]) -> None:
    assert str(document(things)) == str(drawn)


def test_every_operation_says_its_terms(drawn: dict[str, Any]) -> None:
    for _, _, operation in operations(drawn):
        assert {
            *("x-exposure", "x-scope", "x-resource", "x-idempotency", "x-if-match"),
            *("x-rate-class", "x-body", "x-body-max-bytes", "operationId", "summary", "tags"),
        } <= set(operation)


def test_an_open_operation_says_so_in_so_many_words(drawn: dict[str, Any]) -> None:
    operation = drawn["paths"]["/v1/things/public/{code}"]["get"]
    assert (operation["x-scope"], operation["security"]) == (None, [])


def test_the_docstring_is_the_text_and_the_function_the_name(drawn: dict[str, Any]) -> None:
    operation = drawn["paths"]["/v1/things"]["post"]
    assert operation["operationId"] == "make_thing"
    assert (operation["summary"], operation["description"]) == ("Make a thing", "It is new.")


def test_examples_keep_their_nulls(drawn: dict[str, Any]) -> None:
    operation = drawn["paths"]["/v1/things"]["post"]
    sent = operation["requestBody"]["content"]["application/json"]["example"]
    assert sent["note"] is None
    assert (
        operation["responses"]["201"]["content"]["application/json"]["example"]["label"] == "vase"
    )


def test_bounds_are_whole_numbers(drawn: dict[str, Any]) -> None:
    amount = drawn["components"]["schemas"]["MoneyIn"]["properties"]["amount"]
    assert (str(amount["minimum"]), str(amount["maximum"])) == ("1", "9000000000000000")


def test_a_creation_documents_its_headers_and_refusals(drawn: dict[str, Any]) -> None:
    operation = drawn["paths"]["/v1/things"]["post"]
    assert {"Location", "Idempotent-Replayed"} <= set(operation["responses"]["201"]["headers"])
    assert "Idempotency-Key" in {parameter["name"] for parameter in operation["parameters"]}
    assert "idempotency_key_missing" in codes(operation, 400)
    assert codes(operation, 409) == {"idempotency_in_flight", "thing_broken"}
    assert codes(operation, 422) == {"idempotency_key_reused", "validation_failed"}
    assert codes(operation, 404) == set()


def test_a_change_by_version_documents_412_and_428(drawn: dict[str, Any]) -> None:
    operation = drawn["paths"]["/v1/things/{thing_id}"]["patch"]
    assert codes(operation, 412) == {"version_changed"}
    assert codes(operation, 428) == {"if_match_required"}
    assert "ETag" in operation["responses"]["200"]["headers"]


def test_a_versioned_read_documents_304(drawn: dict[str, Any]) -> None:
    operation = drawn["paths"]["/v1/things/{thing_id}"]["get"]
    assert "304" in operation["responses"]
    assert "If-None-Match" in {parameter["name"] for parameter in operation["parameters"]}


def test_paging_documents_its_bounds(drawn: dict[str, Any]) -> None:
    operation = drawn["paths"]["/v1/things"]["get"]
    [limit] = [each for each in operation["parameters"] if each["name"] == "limit"]
    assert (limit["schema"]["minimum"], limit["schema"]["maximum"]) == (1, 100)
    assert "25 when not given" in limit["description"]
    assert {"invalid_cursor", "invalid_query_parameter"} <= codes(operation, 400)


def test_a_document_upload_names_its_types(drawn: dict[str, Any]) -> None:
    operation = drawn["paths"]["/v1/things/{thing_id}/document"]["put"]
    assert set(operation["requestBody"]["content"]) == {"application/pdf"}
    assert operation["x-body-max-bytes"] == 2_000


def test_every_code_is_in_the_catalogue_in_both_languages(drawn: dict[str, Any]) -> None:
    named = {
        code
        for _, _, operation in operations(drawn)
        for status in operation["responses"]
        for code in codes(operation, int(status))
    }
    assert named == set(drawn["x-problems"]) == set(drawn["components"]["examples"])
    for problem in drawn["x-problems"].values():
        assert problem["title"]["en"]
        assert problem["title"]["zh"]
    assert drawn["x-problems"]["thing_broken"]["status"] == 409


async def test_what_the_door_asks_is_what_the_document_says(
    things: FastAPI, drawn: dict[str, Any]
) -> None:
    known = callers().callers
    for method, path, operation in operations(drawn):
        concrete = path.format(thing_id="thing_0000000000000000000000000a", code="vase")
        for name, caller in known.items():
            async with knocking(things, name) as client:
                response = await client.request(method, concrete)
            scope = operation["x-scope"]
            is_allowed = scope is None or (scope in caller.scopes and may(caller.roles, scope))
            assert (response.status_code == 403) == (not is_allowed), (method, path, name)
