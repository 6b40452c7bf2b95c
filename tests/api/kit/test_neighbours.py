"""A service asks its neighbour: under its own name, in time, and told plainly what came of it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from starlette.types import Receive, Scope, Send

from services.kit.deadlines import now_ms
from services.kit.deliveries import Delivery, DeliveryOutcome
from services.kit.delivering import deliver_to
from services.kit.http import Call, NeighbourRefused, NeighbourUnavailable, ServiceClient
from services.kit.internal_tokens import InternalSigner
from services.kit.service_keys import generate, private_key_file
from services.kit.telemetry import context_of, entered
from tests.api.gateway.service import service
from tests.roads import Road, Trouble
from tests.serving import served

READ = Call("GET", "/v1/things/1", "/v1/things/{thing_id}", "system:relay")
JSON = b"application/json"
PROBLEM = b"application/problem+json"
TIMEOUT_S = 5


@dataclass
class Neighbour:
    """A neighbour that answers as told and remembers what it was sent."""

    status: int = 200
    media_type: bytes = JSON
    body: bytes = b'{"ok":true}'
    seen: list[dict[str, str]] = field(default_factory=list)
    silent: bool = False
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        if scope["type"] != "http":
            await receive()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await send({"type": "lifespan.shutdown.complete"})
            return
        self.seen.append({name.decode(): value.decode() for name, value in scope["headers"]})
        if self.silent:
            await self.over.wait()
            return
        headers = [(b"content-type", self.media_type)]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": self.body})


@asynccontextmanager
async def asking(
    neighbour: Neighbour, folder: Path, timeout_s: float = TIMEOUT_S
) -> AsyncIterator[ServiceClient]:
    """Serve the neighbour and give application's client of it."""
    generate(folder, ["application", "underwriting"])
    signer = InternalSigner(private_key_file(folder, "application"), "svc:application")
    async with (
        served(neighbour) as address,
        ServiceClient("underwriting", address, signer, timeout_s=timeout_s) as client,
    ):
        yield client
        neighbour.over.set()


async def test_a_call_carries_token_deadline_and_correlation(tmp_path: Path) -> None:
    neighbour = Neighbour()
    context = context_of("order-4711-a", None)
    async with asking(neighbour, tmp_path) as client:
        with entered(context):
            answer = await client.send(READ)
    (sent,) = neighbour.seen
    assert (answer.status, answer.body) == (200, {"ok": True})
    assert sent["x-request-id"] == "order-4711-a"
    assert sent["traceparent"] == context.traceparent
    assert sent["authorization"].startswith("Bearer ey")
    in_s = (int(sent["x-request-deadline"]) - now_ms()) / 1000
    assert 0 < in_s <= TIMEOUT_S


async def test_f10_a_call_waits_no_longer_than_whoever_asked_us(tmp_path: Path) -> None:
    neighbour, deadline_ms = Neighbour(), now_ms() + 2_000
    async with asking(neighbour, tmp_path) as client:
        with entered(context_of(None, None, deadline_ms)):
            await client.send(READ)
    (sent,) = neighbour.seen
    assert int(sent["x-request-deadline"]) <= deadline_ms


async def test_f10_a_silent_neighbour_is_given_up_at_the_askers_deadline(tmp_path: Path) -> None:
    neighbour = Neighbour(silent=True)
    async with asking(neighbour, tmp_path, timeout_s=3_600) as client:
        with entered(context_of(None, None, now_ms() + 200)), pytest.raises(NeighbourUnavailable):
            await client.send(READ)
    assert len(neighbour.seen) == 1


async def test_f10_after_the_askers_deadline_a_neighbour_is_not_even_asked(tmp_path: Path) -> None:
    neighbour = Neighbour()
    async with asking(neighbour, tmp_path) as client:
        with entered(context_of(None, None, now_ms())), pytest.raises(NeighbourUnavailable):
            await client.send(READ)
    assert neighbour.seen == []


async def test_each_call_has_a_fresh_token(tmp_path: Path) -> None:
    neighbour = Neighbour(status=204, body=b"")
    async with asking(neighbour, tmp_path) as client:
        answers = [await client.send(READ) for _ in range(2)]
    assert answers[0].body is None
    assert len({sent["authorization"] for sent in neighbour.seen}) == 2


async def test_a_refusal_keeps_the_neighbours_words(tmp_path: Path) -> None:
    neighbour = Neighbour(409, PROBLEM, b'{"code":"case_closed","status":409}')
    async with asking(neighbour, tmp_path) as client:
        with pytest.raises(NeighbourRefused) as caught:
            await client.send(READ)
    assert (caught.value.status, caught.value.problem_code) == (409, "case_closed")


UNUSABLE = {
    "server error": (500, PROBLEM, b'{"code":"unexpected_failure"}'),
    "our token refused": (401, PROBLEM, b'{"code":"invalid_token"}'),
    "too many": (429, PROBLEM, b'{"code":"rate_limited"}'),
    "redirect": (307, JSON, b"{}"),
    "page instead of JSON": (200, b"text/html", b"<html>"),
    "broken JSON": (200, JSON, b"{"),
    "refusal without words": (409, b"text/plain", b"no"),
    "refusal in a list": (409, PROBLEM, b"[]"),
    "broken refusal": (409, PROBLEM, b"{"),
    "too large": (200, JSON, b" " * (8 * 1024 * 1024 + 1)),
}


@pytest.mark.parametrize(("status", "media_type", "body"), UNUSABLE.values(), ids=UNUSABLE.keys())
async def test_what_cannot_be_used_is_unavailable(
    tmp_path: Path, status: int, media_type: bytes, body: bytes
) -> None:
    async with asking(Neighbour(status, media_type, body), tmp_path) as client:
        with pytest.raises(NeighbourUnavailable):
            await client.send(READ)


async def test_silence_is_unavailable(tmp_path: Path) -> None:
    async with asking(Neighbour(silent=True), tmp_path, timeout_s=0.2) as client:
        with pytest.raises(NeighbourUnavailable):
            await client.send(READ)


async def test_nobody_there_is_unavailable(tmp_path: Path) -> None:
    generate(tmp_path, ["application"])
    signer = InternalSigner(private_key_file(tmp_path, "application"), "svc:application")
    async with ServiceClient("underwriting", "http://127.0.0.1:1", signer, timeout_s=1) as client:
        with pytest.raises(NeighbourUnavailable):
            await client.send(READ)


@pytest.mark.parametrize("trouble", [each for each in Trouble if each is not Trouble.SLOW])
async def test_f12_whatever_befalls_the_road_a_call_is_made_once_and_its_end_is_told(
    tmp_path: Path, trouble: Trouble
) -> None:
    neighbour = Neighbour()
    generate(tmp_path, ["application"])
    signer = InternalSigner(private_key_file(tmp_path, "application"), "svc:application")
    use = CALLS["use"]
    async with (
        served(neighbour) as address,
        Road(address) as road,
        ServiceClient("underwriting", road.address, signer, timeout_s=0.5) as client,
    ):
        async with road.suffering(trouble):
            ends_well = trouble is Trouble.NONE
            with contextlib.nullcontext() if ends_well else pytest.raises(NeighbourUnavailable):
                await client.send(use)
            assert len(neighbour.seen) <= 1
        before = len(neighbour.seen)
        assert (await client.send(use)).status == 200
        # What was held comes late, beside what was sent since.
        assert len(neighbour.seen) - before in ({1, 2} if trouble is Trouble.HELD else {1})


ANSWERS = {
    "taken": ((200, JSON, b"{}"), Delivery(DeliveryOutcome.DELIVERED, 200)),
    "nothing to say": ((204, JSON, b""), Delivery(DeliveryOutcome.DELIVERED, 204)),
    "a gap": (
        (409, PROBLEM, b'{"code":"sequence_gap","retryable":true}'),
        Delivery(DeliveryOutcome.FAILED, 409, "sequence_gap"),
    ),
    "a no": (
        (409, PROBLEM, b'{"code":"transition_not_allowed","retryable":false}'),
        Delivery(DeliveryOutcome.REFUSED, 409, "transition_not_allowed"),
    ),
    "not understood": (
        (422, PROBLEM, b'{"code":"validation_failed"}'),
        Delivery(DeliveryOutcome.REFUSED, 422, "validation_failed"),
    ),
    "broken": (
        (500, PROBLEM, b'{"code":"unexpected_failure"}'),
        Delivery(DeliveryOutcome.FAILED, 500, "neighbour_unavailable"),
    ),
    "not us": (
        (401, PROBLEM, b'{"code":"invalid_token"}'),
        Delivery(DeliveryOutcome.FAILED, 401, "neighbour_unavailable"),
    ),
}


@pytest.mark.parametrize(("said", "expected"), ANSWERS.values(), ids=ANSWERS.keys())
async def test_what_an_answer_means_for_a_message(
    tmp_path: Path, said: tuple[int, bytes, bytes], expected: Delivery
) -> None:
    async with asking(Neighbour(*said), tmp_path) as client:
        assert await deliver_to(client, READ) == expected


async def test_silence_means_another_time_for_a_message(tmp_path: Path) -> None:
    async with asking(Neighbour(silent=True), tmp_path, timeout_s=0.2) as client:
        told = await deliver_to(client, READ)
    assert told == Delivery(DeliveryOutcome.FAILED, None, "neighbour_unavailable")


CALLS: Mapping[str, Call] = {
    "read": Call("GET", "/v1/things/1", "/v1/things/{thing_id}", "system:relay"),
    "replace": Call("PUT", "/v1/things/1", "/v1/things/{thing_id}", "system:relay"),
    "use": Call(
        "POST", "/v1/things/1/use", "/v1/things/{thing_id}/use", "system:relay",
        idempotency_key="event-1",
    ),
}  # fmt: skip


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
async def test_a18_a_neighbours_call_is_judged_by_its_own_name_and_scopes(
    tmp_path: Path, call: Call
) -> None:
    """The token holds for a real service, which then finds that it carries no scope."""
    generate(tmp_path, ["application", "repayment"])
    signer = InternalSigner(private_key_file(tmp_path, "repayment"), "svc:repayment")

    async def refusal(allowed: dict[str, tuple[str, ...]]) -> str:
        async with (
            served(service("application", tmp_path, allowed)) as address,
            ServiceClient("application", address, signer, timeout_s=5) as client,
        ):
            return await _code_of(client.send, call)

    assert await refusal({"svc:repayment": ("/v1/things/",)}) == "insufficient_scope"
    assert await refusal({"svc:repayment": ("/v1/other/",)}) == "unavailable"


async def _code_of(send: Callable[[Call], Awaitable[object]], call: Call) -> str:
    try:
        await send(call)
    except NeighbourRefused as refused:
        return refused.problem_code
    except NeighbourUnavailable:
        return "unavailable"
    return "answered"
