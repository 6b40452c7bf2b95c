"""Asking for a quote: the example's body, changed where said."""

from collections.abc import Mapping
from typing import Any

import httpx

from tests.api.matrix.operations import operations
from tests.api.signed_clients import Client

QUOTES = "/v1/quotes"
(POST_QUOTE,) = [o for o in operations("repayment") if o.name == "post_quote"]


def a_question(terms: Mapping[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """100,000.00 yuan, level, twelve months at 12 per cent; `terms` and members changed."""
    level = {"method": "level_instalment", "instalments": 12}
    body: dict[str, Any] = {
        "principal": {"amount": 10_000_000, "currency": "CNY"},
        "annual_rate": "12",
        "disbursed_on": "2026-01-15",
        "terms": level | dict(terms or {}),
    }
    return body | changes


async def ask(client: Client, body: Any, **headers: str) -> httpx.Response:
    """The answer to a body sent as it is."""
    return await client.http.post(QUOTES, json=body, headers=headers)


async def pointers(client: Client, body: Any) -> list[tuple[str, str]]:
    """Where and why a body is refused with 422."""
    answer = await ask(client, body)
    assert answer.status_code == 422, answer.text
    problem = answer.json()
    assert problem["code"] == "validation_failed"
    return [(error["pointer"], error["code"]) for error in problem["errors"]]
