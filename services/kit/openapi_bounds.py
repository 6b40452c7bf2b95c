"""Bounds on everything a reader may meet: an answer's members are never larger than these.

What callers send is bounded field by field where it is declared. What we answer is made of that
and of our own words, so one bound for each kind of value holds for all of it; a test holds every
bound of a request against them.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from services.kit.money import AMOUNT_MINOR_MAX

READ_LENGTH_MAX: Final = 10_000
READ_ITEMS_MAX: Final = 10_000
READ_MEMBERS_MAX: Final = 1_000

_SCHEMAS: Final = "#/components/schemas/"
_SPELT_OUT: Final = frozenset({"enum", "const", "format", "pattern", "maxLength"})

Document = dict[str, Any]


def bounded(drawn: Document) -> Document:
    """`drawn` with a bound on every member of what is only ever answered."""
    schemas: Mapping[str, Any] = drawn["components"]["schemas"]
    sent = _reached([*_sent(drawn)], schemas)
    members = {
        name: schema if name in sent else _bounded(schema) for name, schema in schemas.items()
    }
    return drawn | {"components": drawn["components"] | {"schemas": members}}


def _sent(drawn: Document) -> Iterator[Any]:
    """Whatever a request is made of."""
    for item in drawn["paths"].values():
        for operation in item.values():
            yield operation.get("requestBody")
            yield operation.get("parameters")


def _reached(parts: list[Any], schemas: Mapping[str, Any]) -> frozenset[str]:
    """The names of the schemas these parts refer to, directly or through others."""
    found: set[str] = set()
    waiting = [name for part in parts for name in _names(part)]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(_names(schemas[name]))
    return frozenset(found)


def _names(part: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON value
    if isinstance(part, dict):
        target = part.get("$ref")
        if isinstance(target, str) and target.startswith(_SCHEMAS):
            yield target.removeprefix(_SCHEMAS)
        for value in part.values():
            yield from _names(value)
    elif isinstance(part, list):
        for value in part:
            yield from _names(value)


def _bounded(schema: Document) -> Document:
    """One schema and those written out in it, each with the bounds it lacks."""
    inner: Document = {}
    for name in ("anyOf", "oneOf", "allOf"):
        if name in schema:
            inner[name] = [_bounded(each) for each in schema[name]]
    if "properties" in schema:
        inner["properties"] = {name: _bounded(s) for name, s in schema["properties"].items()}
    for name in ("items", "additionalProperties"):
        if isinstance(schema.get(name), dict):
            inner[name] = _bounded(schema[name])
    return _lacking(schema) | schema | inner


def _lacking(schema: Document) -> Document:
    """The bounds of the schema's own kind, where it says none itself."""
    kind = schema.get("type")
    if kind == "string" and not _SPELT_OUT & schema.keys():
        return {"maxLength": READ_LENGTH_MAX}
    if kind == "integer" and not {"enum", "const"} & schema.keys():
        return {"minimum": -AMOUNT_MINOR_MAX, "maximum": AMOUNT_MINOR_MAX}
    if kind == "array":
        return {"maxItems": READ_ITEMS_MAX}
    if kind == "object" and "properties" not in schema:
        return {"maxProperties": READ_MEMBERS_MAX}
    return {}
