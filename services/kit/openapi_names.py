"""What the schemas of a reference document are called, by readers and by generated clients."""

from collections.abc import Mapping
from typing import Any, Final

_SCHEMAS: Final = "#/components/schemas/"
# FastAPI's spelling of a generic: `Page_LoanRead_`.
_GENERIC: Final = "_"

Document = dict[str, Any]


def well_named(drawn: Document) -> Document:
    """`drawn` with generics called by their titles, `LoanPage`, and each enumeration said once."""
    schemas: Document = drawn["components"]["schemas"]
    titles = {name: schema["title"] for name, schema in schemas.items() if name.endswith(_GENERIC)}
    called = {titles.get(name, name): schema for name, schema in schemas.items()}
    if len(called) < len(schemas):
        raise ValueError(f"Two schemas would go by one name: {sorted(titles.values())}")
    enumerations = {name: schema for name, schema in called.items() if "enum" in schema}
    members = {name: _members(schema, titles, enumerations) for name, schema in called.items()}
    components = drawn["components"] | {"schemas": dict(sorted(members.items()))}
    paths = _named(drawn["paths"], titles, enumerations)
    return drawn | {"components": components, "paths": paths}


def _members(schema: Any, titles: Mapping[str, str], enumerations: Document) -> Any:  # noqa: ANN401
    """A component with its own name left alone: an enumeration must not refer to itself."""
    return {name: _named(part, titles, enumerations) for name, part in schema.items()}


def _named(node: Any, titles: Mapping[str, str], enumerations: Document) -> Any:  # noqa: ANN401
    """Any part of the document, with the names its readers know."""
    if isinstance(node, list):
        return [_named(item, titles, enumerations) for item in node]
    if isinstance(node, str) and node.startswith(_SCHEMAS):
        name = node.removeprefix(_SCHEMAS)
        return _SCHEMAS + titles.get(name, name)
    if not isinstance(node, dict):
        return node
    return _once(node, enumerations) or {
        name: _named(value, titles, enumerations) for name, value in node.items()
    }


def _once(node: Document, enumerations: Document) -> Document:
    """The one enumeration that is written out here again, with what is said of it here alone."""
    title = node.get("title")
    if not isinstance(title, str) or "enum" not in node or title not in enumerations:
        return {}
    said = enumerations[title]
    if said["enum"] != node["enum"]:
        return {}
    return {"$ref": _SCHEMAS + title} | {
        key: value for key, value in node.items() if said.get(key) != value
    }
