"""Every operation of a service, with its terms, as its committed OpenAPI document says them."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from typing_extensions import override

from services.kit.roles import ROLE_SCOPES, Role
from tests.postgres_run import SERVICES

ROOT = Path(__file__).parents[3]
METHODS = ("get", "put", "post", "patch", "delete")
PATH_PARAMETER = re.compile(r"\{(\w+)\}")
EVERYBODYS = "catalogue"  # the resource that is the same for all callers

Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Operation:
    """One method on one path; `document` is the whole OpenAPI document it comes from."""

    service: str
    method: str
    path: str
    drawn: Mapping[str, Any]
    document: Mapping[str, Any]

    @override
    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def name(self) -> str:
        """The operationId."""
        return str(self.drawn["operationId"])

    @property
    def scope(self) -> str | None:
        """The scope a caller must carry; None is open to everybody."""
        scope: str | None = self.drawn["x-scope"]
        return scope

    @property
    def resource(self) -> str | None:
        """The ownership rule; None when the path names nothing."""
        resource: str | None = self.drawn.get("x-resource")
        return resource

    @property
    def is_public(self) -> bool:
        """Whether the gateway offers it."""
        return bool(self.drawn["x-exposure"] == "public")

    @property
    def is_json(self) -> bool:
        """Whether it takes a JSON body."""
        return bool(self.drawn["x-body"] == "json")

    @property
    def is_binary(self) -> bool:
        """Whether it takes an uploaded file."""
        return bool(self.drawn["x-body"] == "binary")

    @property
    def media_type(self) -> str:
        """The first of those its body may be of."""
        return str(next(iter(self.drawn["requestBody"]["content"])))

    @property
    def is_versioned_read(self) -> bool:
        """Whether who has the current version already gets nothing but that word."""
        return "304" in self.drawn["responses"]

    @property
    def path_parameters(self) -> tuple[str, ...]:
        """The names in the path's braces."""
        return tuple(PATH_PARAMETER.findall(self.path))

    @property
    def query_parameters(self) -> tuple[Mapping[str, Any], ...]:
        """The parameters of the query, as drawn."""
        return tuple(p for p in self.drawn.get("parameters", ()) if p.get("in") == "query")

    @property
    def is_paged(self) -> bool:
        """Whether it answers a page of a list."""
        return {"limit", "cursor"} <= {p["name"] for p in self.query_parameters}

    @property
    def body_schema(self) -> Schema:
        """The schema of the JSON body."""
        schema: Schema = self.drawn["requestBody"]["content"]["application/json"]["schema"]
        return schema

    @property
    def body_example(self) -> Any:
        """A good JSON body, a fresh copy; None when the operation takes none."""
        if not self.is_json:
            return None
        return json.loads(json.dumps(self._first_example()))

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles that carry the scope; all of them when it is open."""
        return tuple(role for role in Role if self.scope is None or self.scope in ROLE_SCOPES[role])

    def resolved(self, schema: Schema) -> Schema:
        """A schema with its reference followed."""
        while "$ref" in schema:
            place: Any = self.document
            for step in schema["$ref"].removeprefix("#/").split("/"):
                place = place[step]
            schema = place
        return schema

    def _first_example(self) -> Any:
        content = self.drawn["requestBody"]["content"]["application/json"]
        if "example" in content:
            return content["example"]
        first = next(iter(content["examples"].values()))
        return self.resolved(first)["value"]


@cache
def operations(service: str) -> tuple[Operation, ...]:
    """All operations of a service in the order of its document."""
    file = ROOT / "services" / service / "openapi.json"
    return operations_of(service, json.loads(file.read_text(encoding="utf-8")))


def operations_of(service: str, document: Mapping[str, Any]) -> tuple[Operation, ...]:
    """All operations of a document in its order."""
    return tuple(
        Operation(service, method.upper(), path, item[method], document)
        for path, item in document["paths"].items()
        for method in METHODS
        if method in item
    )


def every_operation() -> tuple[Operation, ...]:
    """All operations of all services."""
    return tuple(operation for service in SERVICES for operation in operations(service))
