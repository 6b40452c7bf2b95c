"""Whether a success is the one its operation documents: status, schema, and the example's shape."""

from collections.abc import Mapping
from typing import Any

import httpx

from tests.api.matrix.generating import validate
from tests.api.matrix.operations import Operation, Schema

JSON = "application/json"


def is_as_shown(operation: Operation, answer: httpx.Response) -> str | None:
    """None when the answer is the documented success; else what differs."""
    (status,) = (status for status in operation.drawn["responses"] if status.startswith("2"))
    if str(answer.status_code) != status:
        return f"{answer.status_code} {answer.text[:300]}"
    validate(operation, answer)
    drawn = operation.drawn["responses"][status]
    missing = [name for name in _always(operation, drawn) if name not in answer.headers]
    if missing:
        return f"lacks {missing}"
    shown = drawn.get("content", {}).get(JSON, {})
    if "example" not in shown or not answer.headers["content-type"].startswith(JSON):
        return None
    return _differing(operation, shown["schema"], shown["example"], answer.json())


def _always(operation: Operation, drawn: Mapping[str, Any]) -> list[str]:
    """The names of the headers that every such answer carries."""
    headers = {name: operation.resolved(header) for name, header in drawn["headers"].items()}
    return [name for name, header in headers.items() if header.get("required")]


def _differing(operation: Operation, schema: Schema, shown: Any, given: Any) -> str | None:
    """Which members one has and the other lacks, wherever the schema names members."""
    schema = operation.resolved(schema)
    if isinstance(shown, dict) and isinstance(given, dict) and "properties" in schema:
        if shown.keys() != given.keys():
            return f"{schema.get('title')}: {sorted(shown.keys() ^ given.keys())}"
        members = schema["properties"]
        found = (_differing(operation, members[name], shown[name], given[name]) for name in shown)
        return next((each for each in found if each), None)
    if isinstance(shown, list) and isinstance(given, list) and shown and given:
        return _differing(operation, schema.get("items", {}), shown[0], given[0])
    return None
