"""What nobody waits for any more is not begun."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from services.kit.deadlines import HEADER, now_ms
from tests.api.kit.things import knocking

HOUR_MS = 3_600_000
PATIENCE_MS = 50
GOOD = {"price": {"amount": 1, "currency": "CNY"}, "label": "vase"}


def sent_with(*deadlines: str) -> httpx.Headers:
    """The headers of a POST with these deadlines."""
    return httpx.Headers(
        [(b"Idempotency-Key", b"a-key"), *((HEADER.encode(), one.encode()) for one in deadlines)]
    )


async def make(alice: httpx.AsyncClient, *deadlines: str) -> httpx.Response:
    return await alice.post("/v1/things", json=GOOD, headers=sent_with(*deadlines))


async def test_f10_past_its_deadline_a_request_is_refused_and_nothing_is_done(
    alice: httpx.AsyncClient, things: FastAPI
) -> None:
    response = await make(alice, str(now_ms() - 1))
    assert (response.status_code, response.json()["code"]) == (503, "deadline_passed")
    assert response.json()["retryable"] is True
    assert response.headers["retry-after"] == "1"
    assert things.state.made == []


async def test_f10_a_deadline_that_passes_while_the_body_arrives_counts(
    alice: httpx.AsyncClient, things: FastAPI
) -> None:
    """The time that goes by is the point here, so it is let go by."""

    async def dawdling() -> AsyncIterator[bytes]:
        yield b'{"price": {"amount": 1, "currency": "CNY"},'
        await asyncio.sleep(2 * PATIENCE_MS / 1000)
        yield b'"label": "vase"}'

    headers = sent_with(str(now_ms() + PATIENCE_MS))
    headers["Content-Type"] = "application/json"
    response = await alice.post("/v1/things", content=dawdling(), headers=headers)
    assert (response.status_code, response.json()["code"]) == (503, "deadline_passed")
    assert things.state.made == []


async def test_before_its_deadline_a_request_is_served(alice: httpx.AsyncClient) -> None:
    assert (await make(alice, str(now_ms() + HOUR_MS))).status_code == 201


@pytest.mark.parametrize(
    "deadlines",
    [(), ("",), ("soon",), ("-1",), ("1.5",), ("1" * 16,), ("\u0663",), ("1", "1")],
    ids=["absent", "empty", "a word", "negative", "a fraction", "too long", "other digits", "two"],
)
async def test_what_is_no_deadline_is_none(
    alice: httpx.AsyncClient, deadlines: tuple[str, ...]
) -> None:
    response = await make(alice, *deadlines)
    assert response.status_code == 201, response.text


async def test_who_is_calling_comes_before_the_deadline(things: FastAPI) -> None:
    async with knocking(things, "mallory") as mallory:
        response = await mallory.get("/v1/things", headers={HEADER: "1"})
    assert response.status_code == 401
