"""Reading the services' published contracts: the OpenAPI file each of them commits."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, cast, get_args

from gateway.route_table import Operation
from services.kit.operations import RateClass
from services.kit.strict_json import BODY_MAX_BYTES

CONTRACT_MAX_BYTES: Final = 16 * 1024 * 1024
METHODS: Final = ("get", "post", "put", "patch", "delete")


class ContractUnusable(Exception):
    """A contract is missing, or an operation in it does not say what the gateway must know."""


def read_contract(contract_file: Path, *, is_sandbox: bool = False) -> dict[str, Any]:
    """Return one OpenAPI document, what only a sandbox has left out of any other's.

    Raises ContractUnusable.
    """
    try:
        if contract_file.stat().st_size > CONTRACT_MAX_BYTES:
            raise ContractUnusable(f"{contract_file} is too large")
        document = json.loads(contract_file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ContractUnusable(f"{contract_file} cannot be read") from error
    if not isinstance(document, dict) or not isinstance(document.get("paths"), dict):
        raise ContractUnusable(f"{contract_file} is not an OpenAPI document")
    return document if is_sandbox else _without_sandbox(document)


def _without_sandbox(document: dict[str, Any]) -> dict[str, Any]:
    paths = {
        template: {
            name: part
            for name, part in item.items()
            if name not in METHODS or part.get("x-sandbox") is not True
        }
        for template, item in document["paths"].items()
    }
    return document | {"paths": {name: item for name, item in paths.items() if item}}


def public_operations(service: str, document: Mapping[str, Any]) -> Iterator[Operation]:
    """Yield every operation marked public. Raises ContractUnusable for one without the marks."""
    for template, item in document["paths"].items():
        for method in METHODS:
            declared = item.get(method)
            if declared is not None and is_public(f"{method} {template}", declared):
                yield _operation(service, method, template, declared)


def is_public(name: str, declared: Mapping[str, Any]) -> bool:
    """Whether an operation is for the outside; it must say so one way or the other."""
    exposure = declared.get("x-exposure")
    if exposure not in {"public", "internal"}:
        raise ContractUnusable(f"{name} does not state x-exposure")
    return bool(exposure == "public")


def _operation(service: str, method: str, template: str, declared: Mapping[str, Any]) -> Operation:
    if "x-scope" not in declared:
        raise ContractUnusable(f"{method} {template} does not state x-scope")
    rate_class = declared.get("x-rate-class", "standard")
    if rate_class not in get_args(RateClass):
        raise ContractUnusable(f"{method} {template} has an unknown x-rate-class")
    return Operation(
        service=service,
        method=method.upper(),
        template=template,
        scope=declared["x-scope"],
        needs_key=bool(declared.get("x-idempotency")),
        needs_if_match=bool(declared.get("x-if-match")),
        rate_class=cast("RateClass", rate_class),
        body_max_bytes=int(declared.get("x-body-max-bytes", BODY_MAX_BYTES)),
    )
