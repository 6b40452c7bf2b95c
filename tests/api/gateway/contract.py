"""A small contract for tests, in the shape every service publishes."""

import re
from typing import Any

BODY_MAX_BYTES = 200_000


def operation(scope: str | None, **more: Any) -> dict[str, Any]:
    """Return one operation with the marks the gateway reads."""
    return {
        "x-exposure": "public",
        "x-scope": scope,
        "x-idempotency": False,
        "x-if-match": False,
        "x-rate-class": "standard",
        "x-body-max-bytes": 0,
        "responses": {"200": {"description": "OK"}},
        **more,
    }


def contract() -> dict[str, Any]:
    """Return operations of every kind: open and scoped, reading and changing, inner and outer."""
    read, write = "applications:read", "applications:write"
    with_body = {"x-body-max-bytes": BODY_MAX_BYTES}
    paths: dict[str, dict[str, Any]] = {
        "/v1/products": {"get": operation(None)},
        "/v1/things": {
            "get": operation(read),
            "post": operation(write, **{"x-idempotency": True}, **with_body),
        },
        "/v1/things/{thing_id}": {
            "get": operation(read),
            "put": operation(write, **with_body),
            "patch": operation(write, **{"x-if-match": True}, **with_body),
            "delete": operation(write),
        },
        "/v1/things/mine": {"get": operation(read)},
        "/v1/audit/{entry_id}": {"get": operation("audit:read")},
        "/v1/scarce": {"get": operation(read, **{"x-rate-class": "money"})},
        "/v1/provider-callbacks/{rail}": {
            "post": operation(None, **{"x-rate-class": "callback"}, **with_body)
        },
        "/internal/v1/things/{thing_id}": {
            "put": operation(write, **{"x-exposure": "internal"}, **with_body)
        },
        "/v1/sandbox/clock": {"post": operation(write, **{"x-exposure": "internal"})},
    }
    for template, item in paths.items():
        names = re.findall(r"{([a-z_]+)}", template)
        item["parameters"] = [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            for name in names
        ]
    return {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": paths}
