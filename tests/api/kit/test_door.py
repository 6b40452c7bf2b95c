"""What is asked at the door, and in which order."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from fastapi import APIRouter, FastAPI

from services.kit.app import build_app
from services.kit.operations import operation
from services.kit.routing import StrictRoute
from services.kit.schemas import Schema
from tests.api.kit.things import Doors, knocking, thing_reply, things_app

THING = "/v1/things/thing_01h455vb4pex5vsknk084sn02q"
GOOD = {"price": {"amount": 1, "currency": "CNY"}, "label": "vase"}


def code(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["code"]


async def test_who_is_calling_comes_before_everything_else(things: FastAPI) -> None:
    async with knocking(things, "mallory") as mallory:
        response = await mallory.post("/v1/things?odd=1", content=b"{")
    assert code(response) == (401, "invalid_token")
    assert response.headers["www-authenticate"] == 'Bearer error="invalid_token"'


async def test_the_scope_comes_before_the_form(things: FastAPI) -> None:
    async with knocking(things, "olga") as olga:
        response = await olga.post("/v1/things?odd=1", content=b"{")
    assert code(response) == (403, "insufficient_scope")
    assert "insufficient_scope" in response.headers["www-authenticate"]


async def test_a_scope_is_not_enough_without_the_role(things: FastAPI) -> None:
    async with knocking(things, "eve") as eve:
        response = await eve.post(f"{THING}/breakages")
    assert code(response) == (403, "forbidden")


async def test_the_query_comes_before_headers_and_body(alice: httpx.AsyncClient) -> None:
    response = await alice.post("/v1/things?odd=1", content=b"{")
    assert code(response) == (400, "unknown_query_parameter")


@pytest.mark.parametrize("key", [None, "", " ", "a" * 256, "a b", "schlüssel", "键"])
async def test_c4_a_missing_or_odd_key_is_400(alice: httpx.AsyncClient, key: str | None) -> None:
    headers = [] if key is None else [(b"Idempotency-Key", key.encode())]
    response = await alice.post("/v1/things", json=GOOD, headers=httpx.Headers(headers))
    assert code(response) == (400, "idempotency_key_missing")


async def test_c4_two_keys_are_400(alice: httpx.AsyncClient) -> None:
    headers = httpx.Headers([("Idempotency-Key", "a"), ("Idempotency-Key", "b")])
    response = await alice.post("/v1/things", json=GOOD, headers=headers)
    assert code(response) == (400, "idempotency_key_missing")


@pytest.mark.parametrize("key", ["k", "a" * 255, "6f1c2b0e-8d0c-4b57-9c40-3a1f0d8a7a11", '"k~!"'])
async def test_a_printable_key_is_taken(alice: httpx.AsyncClient, key: str) -> None:
    response = await alice.post("/v1/things", json=GOOD, headers={"Idempotency-Key": key})
    assert response.status_code == 201


async def test_c2_the_fingerprint_is_of_what_was_asked_not_how(
    alice: httpx.AsyncClient, things: FastAPI
) -> None:
    spellings = [
        b'{"price":{"amount":1,"currency":"CNY"},"label":"vase"}',
        b'{ "label" : "v\\u0061se", "price": {"currency":"CNY","amount":1} }',
        b'{"price":{"amount":2,"currency":"CNY"},"label":"vase"}',
    ]
    headers = {"Idempotency-Key": "k", "Content-Type": "application/json"}
    for content in spellings:
        await alice.post("/v1/things", content=content, headers=headers)
    first, same, other = (once for _, once in things.state.made)
    assert first == same
    assert first.fingerprint != other.fingerprint
    assert (first.principal, first.route, first.key) == ("user:alice", "POST /v1/things", "k")
    assert first.render is thing_reply


async def test_c12_a_change_without_the_version_is_428(alice: httpx.AsyncClient) -> None:
    assert code(await alice.patch(THING, json=GOOD)) == (428, "if_match_required")


@pytest.mark.parametrize("tag", ["*", 'W/"3"', "3", '"0"', '"03"', '"x"', '"3", "4"', '"-1"', ""])
async def test_c12_an_odd_if_match_is_400(alice: httpx.AsyncClient, tag: str) -> None:
    response = await alice.patch(THING, json=GOOD, headers={"If-Match": tag})
    assert code(response) == (400, "malformed_header")


async def test_c12_a_stale_version_is_412_and_the_current_one_is_taken(
    alice: httpx.AsyncClient,
) -> None:
    stale = await alice.patch(THING, json=GOOD, headers={"If-Match": '"2"'})
    assert code(stale) == (412, "version_changed")
    assert (await alice.patch(THING, json=GOOD, headers={"If-Match": '"3"'})).status_code == 200


async def test_a_read_shows_its_version_and_a_known_one_is_304(alice: httpx.AsyncClient) -> None:
    shown = await alice.get(THING)
    assert (shown.status_code, shown.headers["etag"]) == (200, '"3"')
    for known in ('"3"', 'W/"3"', '"1", "3"', "*"):
        again = await alice.get(THING, headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
    assert (await alice.get(THING, headers={"If-None-Match": '"2"'})).status_code == 200


async def test_a_condition_of_more_versions_than_documented_is_400(
    alice: httpx.AsyncClient,
) -> None:
    longest = ('"1", ' * 200)[:1000]
    assert (await alice.get(THING, headers={"If-None-Match": longest})).status_code == 200
    refused = await alice.get(THING, headers={"If-None-Match": f'{longest},"3"'})
    assert code(refused) == (400, "malformed_header")


async def test_a_body_where_none_belongs_is_400(alice: httpx.AsyncClient) -> None:
    response = await alice.request("DELETE", THING, json={})
    assert code(response) == (400, "body_not_expected")


async def test_a_document_is_streamed_to_the_route(
    alice: httpx.AsyncClient, things: FastAPI
) -> None:
    headers = {"Content-Type": "application/pdf"}
    response = await alice.put(f"{THING}/document", content=b"%PDF" * 500, headers=headers)
    assert response.status_code == 204
    assert things.state.made[0][1] == b"%PDF" * 500


async def test_a_document_over_the_limit_is_413_announced_or_not(
    alice: httpx.AsyncClient, things: FastAPI
) -> None:
    async def pieces() -> AsyncIterator[bytes]:  # in pieces: no length is announced
        for _ in range(3):
            yield b"a" * 1_000

    headers = {"Content-Type": "application/pdf"}
    for content in (b"a" * 2_001, pieces()):
        response = await alice.put(f"{THING}/document", content=content, headers=headers)
        assert code(response) == (413, "body_too_large")
    assert things.state.made == []


async def test_a_document_of_another_type_is_415(alice: httpx.AsyncClient) -> None:
    response = await alice.put(
        f"{THING}/document", content=b"a", headers={"Content-Type": "text/html"}
    )
    assert code(response) == (415, "unsupported_media_type")


async def test_the_authenticator_gets_the_template_and_not_the_path(
    alice: httpx.AsyncClient, things: FastAPI
) -> None:
    await alice.get(THING)
    assert things.state.authenticator.templates == ["/v1/things/{thing_id}"]


async def test_an_open_operation_takes_anonymous_callers(things: FastAPI) -> None:
    async with knocking(things, "anybody") as anybody:
        response = await anybody.get("/v1/things/public/vase")
        assert response.json() == {"code": "vase", "principal": "anonymous"}
        assert code(await anybody.get(THING)) == (403, "insufficient_scope")


async def test_a_control_character_in_a_path_is_404(alice: httpx.AsyncClient) -> None:
    assert code(await alice.get("/v1/things/public/a%00b")) == (404, "not_found")


async def test_beyond_the_limit_of_concurrent_requests_the_next_is_503() -> None:
    async with knocking(things_app(doors=Doors(concurrency_max=0))) as client:
        response = await client.get(THING)
    assert code(response) == (503, "unavailable")
    assert response.headers["retry-after"] == "1"


class Body(Schema):
    """A body of one number."""

    number: int


async def _with_body(body: Body) -> None:
    """Take a body."""


async def _with_id(thing_id: str) -> None:
    """Take an id."""


async def _bare() -> None:
    """Take nothing."""


async def _undocumented() -> None:
    pass


@pytest.mark.parametrize(
    ("path", "endpoint", "terms"),
    [
        ("/a", _bare, {}),
        ("/a", _with_body, operation(scope=None)),
        ("/a", _bare, operation(scope=None, body="json")),
        ("/a/{thing_id}", _with_id, operation(scope="x")),
        ("/a", _bare, operation(scope="x", resource="application")),
        ("/a", _bare, operation(scope="x", body="binary")),
        ("/a", _bare, operation(scope="x", body="binary", accepts=("image/png",), key=True)),
        ("/a", _undocumented, operation(scope=None)),
    ],
)
def test_a_route_that_contradicts_its_terms_cannot_be_written(
    path: str, endpoint: Callable[..., Any], terms: dict[str, Any]
) -> None:
    router = APIRouter(route_class=StrictRoute)
    with pytest.raises(TypeError):
        router.post(path, **terms)(endpoint)


def test_an_operation_says_its_scope_even_when_it_is_open() -> None:
    with pytest.raises(TypeError):
        operation(resource="application")


def test_a_lax_route_or_a_moved_router_is_not_served(things: FastAPI) -> None:
    lax = APIRouter()
    lax.get("/lax")(_bare)
    moved = APIRouter()
    strict = APIRouter(route_class=StrictRoute)
    strict.get("/a", **operation(scope=None))(_bare)
    moved.include_router(strict, prefix="/v2")
    for router in (lax, moved):
        with pytest.raises(TypeError):
            build_app(
                service="things",
                settings=Doors(),
                routers=[router],
                authenticator=things.state.authenticator,
                resources=things.state.resources,
            )
