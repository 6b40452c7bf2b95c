"""Bounds and descriptions that the reference gives where a field or a route left them out."""

from typing import Any

from services.kit.openapi_bounds import READ_ITEMS_MAX, READ_LENGTH_MAX, READ_MEMBERS_MAX, bounded
from services.kit.openapi_parameters import described

TEXT = {"type": "string"}


def document(**schemas: Any) -> dict[str, Any]:
    """A document whose one operation takes `Sent`."""
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Sent"}}}}
    paths = {"/v1/things": {"post": {"requestBody": body, "parameters": [{"schema": TEXT}]}}}
    return {"paths": paths, "components": {"schemas": schemas}}


def test_what_is_only_answered_gets_its_bounds_however_deep() -> None:
    inner = {"anyOf": [{"type": "array", "items": TEXT}, {"type": "null"}]}
    free = {"type": "object", "additionalProperties": {"type": "integer"}}
    read = {"type": "object", "properties": {"inner": inner, "free": free}}
    made = bounded(document(Sent={"type": "object", "properties": {}}, Read=read))
    members = made["components"]["schemas"]["Read"]["properties"]
    listed = members["inner"]["anyOf"][0]
    assert (listed["maxItems"], listed["items"]["maxLength"]) == (READ_ITEMS_MAX, READ_LENGTH_MAX)
    assert members["free"]["maxProperties"] == READ_MEMBERS_MAX
    assert members["free"]["additionalProperties"]["maximum"] > 0


def test_what_says_its_own_bounds_keeps_them() -> None:
    read = {
        "short": {"type": "string", "maxLength": 3},
        "word": {"type": "string", "enum": ["a"]},
        "page": {"type": "integer", "minimum": 1},
        "kind": {"type": "integer", "const": 1},
    }
    made = bounded(document(Sent={"type": "object"}, Read={"properties": read}))
    members = made["components"]["schemas"]["Read"]["properties"]
    assert members["short"] == read["short"]
    assert members["word"] == read["word"]
    assert members["page"]["minimum"] == 1
    assert members["kind"] == read["kind"]


def test_what_is_sent_is_left_to_where_it_is_declared() -> None:
    shared = {"type": "object", "properties": {"text": TEXT}}
    sent = {"properties": {"shared": [{"$ref": "#/components/schemas/Shared"}]}}
    made = bounded(document(Sent=sent, Shared=shared))
    assert made["components"]["schemas"] == {"Sent": sent, "Shared": shared}


def words(place: str, name: str, **more: Any) -> str:
    parameter = described({"in": place, "name": name, "schema": TEXT, **more})
    return str(parameter["description"])


def test_a_parameter_is_described_by_its_name_unless_it_says_more() -> None:
    assert words("query", "status", description="mine") == "mine"
    assert words("query", "status", schema={"description": "of the schema"}) == "of the schema"
    assert words("path", "payee_account_id") == "the payee account's id"
    assert words("path", "rail") == "the rail"
    assert words("query", "sort") == "by which member, and with a minus the other way round"
    assert words("query", "created_at[gte]") == "only those whose `created_at` is this or later"
    assert words("query", "booked_on[lte]") == "only those whose `booked_on` is this or earlier"
    assert words("query", "status") == "only those whose `status` is this"
