"""Products for tests: each under a code nobody used before."""

from copy import deepcopy
from typing import Any
from uuid import uuid4

import httpx

from services.application.catalogue.samples import SOLE_TRADER_CREDIT
from tests.api.signed_clients import Client

TODAY = "2026-03-10"  # where the clock of the tests stands


def fresh_code() -> str:
    """A code of its own."""
    return f"T{uuid4().hex.upper()[:20]}"


def version_body(**changes: Any) -> dict[str, Any]:
    """The terms of a version on offer from today on, with `changes`."""
    terms = {key: value for key, value in deepcopy(SOLE_TRADER_CREDIT).items() if key != "code"}
    return terms | {"valid_from": TODAY} | changes


def product_body(**changes: Any) -> dict[str, Any]:
    """A new product, with `changes`."""
    return version_body() | {"code": fresh_code()} | changes


async def make_product(maker: Client, **changes: Any) -> str:
    """The code of a new product whose first version is a draft."""
    made = await maker.post("/v1/products", product_body(**changes))
    assert made.status_code == 201, made.text
    code: str = made.json()["code"]
    return code


async def activate(approver: Client, code: str, number: int, version: int = 1) -> httpx.Response:
    """The answer to an approval of a version that stands at revision `version`."""
    path = f"/v1/products/{code}/versions/{number}/activations"
    return await approver.post(path, {"reason": "committee"}, version=version)
