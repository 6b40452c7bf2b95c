"""The table holds what contracts declare, and nothing that could be taken two ways."""

import json
from pathlib import Path
from typing import Any

import pytest

from gateway.contracts import ContractUnusable, public_operations, read_contract
from gateway.route_table import Operation, RouteTable, RouteTableBroken


def declared(**changes: Any) -> dict[str, Any]:
    """Return one operation's marks with `changes`; `...` leaves one out."""
    marks = {"x-exposure": "public", "x-scope": None, **changes}
    return {name: mark for name, mark in marks.items() if mark is not ...}


def table(*templates: str) -> RouteTable:
    """Return a table of GETs."""
    document = {"paths": {template: {"get": declared()} for template in templates}}
    return RouteTable(public_operations("application", document))


def template_of(routes: RouteTable, path: str) -> str | None:
    """Return the template matched, or None."""
    match = routes.match(tuple(path.split("/")[1:]))
    return None if match is None else match.operations["GET"].template


def test_a_literal_wins_and_a_dead_end_is_left_again() -> None:
    routes = table("/v1/a/{id}", "/v1/a/mine", "/v1/a/{id}/b", "/v1/a/mine/c")
    assert template_of(routes, "/v1/a/mine") == "/v1/a/mine"
    assert template_of(routes, "/v1/a/other") == "/v1/a/{id}"
    assert template_of(routes, "/v1/a/mine/b") == "/v1/a/{id}/b"
    assert template_of(routes, "/v1/a/mine/d") is None


@pytest.mark.parametrize("path", ["/v1/a/", "/v1/a", "/v1", "/", "/v1/a/1/", "/v1/a/1/2"])
def test_what_is_not_declared_does_not_match(path: str) -> None:
    assert template_of(table("/v1/a/{id}"), path) is None


@pytest.mark.parametrize("template", ["/internal/v1/a", "/metrics", "/v2/a", "/v1", "v1/a"])
def test_templates_outside_the_public_prefix_are_refused(template: str) -> None:
    with pytest.raises(RouteTableBroken):
        table(template)


@pytest.mark.parametrize("template", ["/v1/a/{id}.json", "/v1/a//b", "/v1/a/", "/v1/{a}{b}"])
def test_templates_that_are_not_whole_segments_are_refused(template: str) -> None:
    with pytest.raises(RouteTableBroken):
        table(template)


def test_two_services_cannot_claim_one_path() -> None:
    document = {"paths": {"/v1/a/{id}": {"get": declared()}}}
    renamed = {"paths": {"/v1/a/{other}": {"get": declared()}}}
    operations: list[Operation] = [
        *public_operations("application", document),
        *public_operations("repayment", renamed),
    ]
    with pytest.raises(RouteTableBroken, match="twice"):
        RouteTable(operations)


@pytest.mark.parametrize(
    "marks",
    [
        declared(**{"x-exposure": ...}),
        declared(**{"x-exposure": "Public"}),
        declared(**{"x-scope": ...}),
        declared(**{"x-rate-class": "vip"}),
    ],
)
def test_an_operation_that_does_not_say_what_it_is_refuses_the_start(marks: dict[str, Any]) -> None:
    with pytest.raises(ContractUnusable):
        list(public_operations("application", {"paths": {"/v1/a": {"get": marks}}}))


def test_internal_operations_are_left_out() -> None:
    marks = declared(**{"x-exposure": "internal"})
    document = {"paths": {"/internal/v1/a": {"put": marks}}}
    assert list(public_operations("application", document)) == []


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"paths":[]}', "\ud83d".encode("utf-8", "ignore")]
)
def test_a_file_that_is_no_contract_refuses_the_start(tmp_path: Path, text: str | bytes) -> None:
    file = tmp_path / "openapi.json"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ContractUnusable):
        read_contract(file)
    with pytest.raises(ContractUnusable):
        read_contract(tmp_path / "absent.json")


def test_terms_are_read_from_the_contract(tmp_path: Path) -> None:
    marks = declared(**{"x-scope": "a:write", "x-idempotency": True, "x-if-match": True,
                        "x-rate-class": "money", "x-body-max-bytes": 7})  # fmt: skip
    file = tmp_path / "openapi.json"
    file.write_text(json.dumps({"paths": {"/v1/a": {"post": marks}}}), encoding="utf-8")
    (operation,) = public_operations("application", read_contract(file))
    assert operation == Operation(
        service="application",
        method="POST",
        template="/v1/a",
        scope="a:write",
        needs_key=True,
        needs_if_match=True,
        rate_class="money",
        body_max_bytes=7,
    )


def test_what_only_a_sandbox_has_is_left_out_of_any_others_contract(tmp_path: Path) -> None:
    document = {
        "paths": {
            "/v1/a": {"get": declared(), "post": declared(**{"x-sandbox": True})},
            "/v1/sandbox/b": {"post": declared(**{"x-sandbox": True})},
        }
    }
    file = tmp_path / "openapi.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    assert read_contract(file, is_sandbox=True) == document
    kept = read_contract(file)
    assert set(kept["paths"]) == {"/v1/a"}
    assert set(kept["paths"]["/v1/a"]) == {"get"}
