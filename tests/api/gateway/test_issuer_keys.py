"""An issuer's key set, honest and hostile: fetched seldom, checked at load, kept in need."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gateway.jwks import (
    FETCH_PAUSE_S,
    FIRST_FETCH_PAUSE_S,
    REFRESH_AFTER_S,
    STALE_MAX_S,
    KeyCache,
    KeysUnavailable,
)
from services.kit.service_keys import new_private_jwk, public_half
from tests.fixed_clock import FixedClock
from tests.forgery import Forger, b64
from tests.json_text import Verbatim, json_text
from tests.serving import served

FORGER = Forger("https://issuer.example", "xiaowei", "at+jwt")
OTHER = public_half(new_private_jwk(key_id="ec-2"))


@dataclass
class Issuer:
    """A key set that can be changed, broken or held back while it is being asked for."""

    document: bytes = field(default_factory=lambda: json_text(FORGER.jwks))
    status: int = 200
    asked: int = 0
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    async def answer(self, _: Request) -> Response:
        """Serve the current document."""
        self.asked += 1
        await self.gate.wait()
        headers = {"location": "http://127.0.0.1:1/"} if self.status == 302 else {}
        return Response(self.document, self.status, headers, "application/json")


@dataclass
class Scene:
    """An issuer, a cache of its keys and the time."""

    issuer: Issuer
    cache: KeyCache
    clock: FixedClock

    async def ids(self, asked_for: str = "ec-1") -> set[str]:
        """Return the key ids known after asking for one."""
        return set(await self.cache.keys_with(asked_for))

    async def settle(self) -> None:
        """Wait for a fetch that nobody waits for."""
        fetch = self.cache._fetch  # noqa: SLF001 - the only way to know that it is over
        if fetch is not None:
            await fetch


@asynccontextmanager
async def scene_of(algorithm: str = "ES256") -> AsyncIterator[Scene]:
    """Serve an issuer and cache its keys."""
    issuer, clock = Issuer(), FixedClock()
    issuer.gate.set()
    app = Starlette(routes=[Route("/jwks", issuer.answer)])
    async with served(app) as address, aiohttp.ClientSession() as http:
        cache = KeyCache(f"{address}/jwks", algorithm, http, clock)
        yield Scene(issuer, cache, clock)
        issuer.gate.set()
        await cache.aclose()


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    """An ES256 issuer."""
    async with scene_of() as made:
        yield made


async def test_a16_only_plain_public_keys_of_the_algorithm_are_loaded(scene: Scene) -> None:
    planted = [
        FORGER.ec_jwk,
        FORGER.rsa_jwk,
        {"kty": "oct", "kid": "oct-1", "k": b64(b"secret"), "alg": "HS256"},
        {"kty": "oct", "kid": "oct-2", "k": b64(b"secret"), "alg": "ES256"},
        new_private_jwk(key_id="private"),
        FORGER.ec_jwk | {"kid": "enc", "use": "enc"},
        FORGER.ec_jwk | {"kid": None},
        "nonsense",
    ]
    scene.issuer.document = json_text({"keys": planted})
    assert await scene.ids() == {"ec-1"}


async def test_a16_a_set_without_one_usable_key_is_no_set(scene: Scene) -> None:
    scene.issuer.document = json_text({"keys": [{"kty": "oct", "kid": "ec-1", "k": "c2VjcmV0"}]})
    with pytest.raises(KeysUnavailable):
        await scene.ids()


async def test_a_new_key_is_taken_up_and_a_removed_one_refused(scene: Scene) -> None:
    assert await scene.ids() == {"ec-1"}
    scene.issuer.document = json_text({"keys": [OTHER]})
    scene.clock.advance(timedelta(seconds=FETCH_PAUSE_S))
    assert await scene.ids("ec-2") == {"ec-2"}


async def test_unknown_key_ids_fetch_at_most_once_in_the_pause(scene: Scene) -> None:
    await scene.ids()
    scene.clock.advance(timedelta(seconds=FETCH_PAUSE_S))
    await asyncio.gather(*(scene.ids(f"random-{number}") for number in range(100)))
    assert scene.issuer.asked == 2


async def test_those_who_come_together_share_one_fetch(scene: Scene) -> None:
    scene.issuer.gate.clear()
    together = asyncio.gather(*(scene.ids() for _ in range(20)))
    await asyncio.wait([asyncio.ensure_future(together)], timeout=0.05)
    scene.issuer.gate.set()
    assert await together == [{"ec-1"}] * 20
    assert scene.issuer.asked == 1


async def test_one_who_leaves_does_not_take_the_fetch_away(scene: Scene) -> None:
    scene.issuer.gate.clear()
    impatient = asyncio.create_task(scene.ids())
    patient = asyncio.create_task(scene.ids())
    await asyncio.wait([impatient], timeout=0.05)
    impatient.cancel()
    scene.issuer.gate.set()
    assert await patient == {"ec-1"}


BROKEN: dict[str, tuple[bytes, int]] = {
    "error": (b"", 500),
    "redirect": (b"", 302),
    "empty": (b"", 200),
    "not JSON": (b"<html>", 200),
    "not a set": (b"[]", 200),
    "no list": (b'{"keys":{}}', 200),
    "nested without end": (b"[" * 100_000, 200),
    "too large": (b" " * 300_000, 200),
    "too many keys": (json_text({"keys": [FORGER.ec_jwk] * 100}), 200),
    "two keys of one name": (json_text({"keys": [FORGER.ec_jwk, FORGER.ec_jwk]}), 200),
    "text that is no text": (b"\xff\xfe{}", 200),
}


@pytest.mark.parametrize(("document", "status"), BROKEN.values(), ids=BROKEN.keys())
async def test_the_last_good_keys_serve_while_the_set_is_broken(
    scene: Scene, document: bytes, status: int
) -> None:
    await scene.ids()
    scene.issuer.document, scene.issuer.status = document, status
    scene.clock.advance(timedelta(seconds=REFRESH_AFTER_S + 1))
    assert await scene.ids() == {"ec-1"}
    await scene.settle()
    assert await scene.ids() == {"ec-1"}
    assert scene.issuer.asked == 2


async def test_keys_too_old_serve_nobody(scene: Scene) -> None:
    await scene.ids()
    scene.issuer.status = 500
    scene.clock.advance(timedelta(seconds=STALE_MAX_S + 1))
    with pytest.raises(KeysUnavailable):
        await scene.ids()
    scene.issuer.status = 200
    scene.clock.advance(timedelta(seconds=FIRST_FETCH_PAUSE_S))
    assert await scene.ids() == {"ec-1"}


async def test_keys_too_old_are_fetched_before_anybody_is_refused(scene: Scene) -> None:
    await scene.ids()
    scene.clock.advance(timedelta(seconds=STALE_MAX_S + 1))
    scene.issuer.gate.clear()
    first = asyncio.gather(*(scene.ids() for _ in range(20)))
    await asyncio.wait([asyncio.ensure_future(first)], timeout=0.05)
    scene.issuer.gate.set()
    assert await first == [{"ec-1"}] * 20
    assert scene.issuer.asked == 2


async def test_an_issuer_that_is_late_is_asked_again_soon(scene: Scene) -> None:
    scene.issuer.status = 503
    for _ in range(3):
        with pytest.raises(KeysUnavailable):
            await scene.ids()
    assert scene.issuer.asked == 1
    scene.issuer.status = 200
    scene.clock.advance(timedelta(seconds=FIRST_FETCH_PAUSE_S))
    assert await scene.ids() == {"ec-1"}


async def test_an_issuer_never_reached_serves_nobody() -> None:
    async with aiohttp.ClientSession() as http:
        cache = KeyCache("http://127.0.0.1:1/jwks", "ES256", http, FixedClock())
        with pytest.raises(KeysUnavailable):
            await cache.keys_with("ec-1")


async def test_a16_a_weak_key_is_left_out_of_an_rsa_set() -> None:
    weak: dict[str, Any] = FORGER.rsa_jwk | {"kid": "weak", "e": b64(b"\x03")}
    async with scene_of("RS256") as scene:
        scene.issuer.document = json_text({"keys": [weak, FORGER.rsa_jwk, FORGER.ec_jwk]})
        assert await scene.ids("rsa-1") == {"rsa-1"}


def test_verbatim_json_is_what_it_says() -> None:
    assert json_text({"a": Verbatim("NaN")}) == b'{"a":NaN}'
