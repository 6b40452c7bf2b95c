"""Walking an OpenAPI document: its schemas, wherever they are written, and its operations."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Schema = Mapping[str, Any]
Document = Mapping[str, Any]
SCHEMAS = "#/components/schemas/"


@dataclass(frozen=True)
class Written:
    """A schema and where it is written."""

    where: str
    schema: Schema


def operations(document: Document) -> Iterator[tuple[str, Schema]]:
    """Every operation with its name."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield f"{method.upper()} {path}", operation


def responses(document: Document) -> Iterator[tuple[str, str, Schema]]:
    """Every response with its operation's name and its status."""
    for name, operation in operations(document):
        for status, response in operation["responses"].items():
            yield name, status, response


def schemas(document: Document) -> Iterator[Written]:
    """Every schema of components, parameters, bodies and headers, and all those inside them."""
    components = document["components"]
    for name, schema in components["schemas"].items():
        yield from _inside(name, schema)
    for name, header in components["headers"].items():
        yield from _inside(name, header["schema"])
    for name, operation in operations(document):
        for parameter in operation.get("parameters", ()):
            yield from _inside(f"{name} {parameter['name']}", parameter["schema"])
        for media in operation.get("requestBody", {"content": {}})["content"].values():
            yield from _inside(f"{name} body", media["schema"])
    for name, status, response in responses(document):
        for media in response.get("content", {}).values():
            yield from _inside(f"{name} {status}", media["schema"])


def sent(document: Document) -> Iterator[Written]:
    """Every schema that a request is made of."""
    waiting = [
        part
        for _, operation in operations(document)
        for part in (operation.get("requestBody"), operation.get("parameters"))
    ]
    names = _reached(waiting, document)
    yield from (each for each in schemas(document) if each.where.partition("/")[0] in names)


def _inside(where: str, schema: Schema) -> Iterator[Written]:
    yield Written(where, schema)
    for name in ("anyOf", "oneOf", "allOf"):
        for number, each in enumerate(schema.get(name, ())):
            yield from _inside(f"{where}/{name}/{number}", each)
    for name, each in schema.get("properties", {}).items():
        yield from _inside(f"{where}/{name}", each)
    for name in ("items", "additionalProperties"):
        if isinstance(schema.get(name), dict):
            yield from _inside(f"{where}/{name}", schema[name])


def _reached(waiting: list[Any], document: Document) -> set[str]:
    found: set[str] = set()
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            target = part.get("$ref")
            if isinstance(target, str) and target.startswith(SCHEMAS):
                name = target.removeprefix(SCHEMAS)
                if name not in found:
                    found.add(name)
                    waiting.append(document["components"]["schemas"][name])
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
    return found
