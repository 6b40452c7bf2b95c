"""What goes wrong behind the door stays behind it: a problem document, a request id, no more."""

from pathlib import Path

import pytest

from tests.api.gateway.stand import Stand, standing
from tests.serving import address_of, free_socket

LEAKS = ("Traceback", "SELECT", "secret", "/srv", "inner", "127.0.0.1", "aiohttp")


@pytest.mark.parametrize("kind", ["stack", "html404", "redirect", "unauthorized"])
async def test_g10_what_a_service_should_not_say_is_a_bare_502(stand: Stand, kind: str) -> None:
    answer = await stand.ask("GET", f"/v1/things/{kind}")
    assert (answer.status, answer.code) == (502, "bad_gateway")
    said = answer.body.decode() + str(answer.headers)
    assert not [leak for leak in LEAKS if leak in said]
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


async def test_g10_a_services_own_problem_passes(stand: Stand) -> None:
    answer = await stand.ask("GET", "/v1/things/problem")
    assert (answer.status, answer.code) == (412, "version_changed")


async def test_g10_inner_headers_stay_inside(stand: Stand) -> None:
    answer = await stand.ask("GET", "/v1/things/inner")
    assert answer.status == 201
    assert answer.headers["etag"] == '"3"'
    for name in ("location", "server", "set-cookie", "x-internal-node"):
        assert name not in answer.headers
    located = await stand.ask("GET", "/v1/things/located")
    assert located.headers["location"] == "/v1/things/1"


async def test_g10_an_answer_that_breaks_off_is_502(stand: Stand) -> None:
    answer = await stand.ask("GET", "/v1/things/cut")
    assert (answer.status, answer.code) == (502, "bad_gateway")


async def test_g10_a_service_that_does_not_answer_is_504(tmp_path: Path) -> None:
    async with standing(tmp_path, upstream_timeout_s=1) as stand:
        answer = await stand.ask("GET", "/v1/things/slow")
    assert (answer.status, answer.code) == (504, "timed_out")
    assert answer.json()["retryable"] is True


async def test_g10_a_service_that_is_away_is_503(tmp_path: Path) -> None:
    closed = free_socket()
    gone = address_of(closed)
    closed.close()
    async with standing(tmp_path, upstreams={"application": (gone,)}) as stand:
        answer = await stand.ask("DELETE", "/v1/things/thing_1")
        listed = await stand.ask("GET", "/v1/products", token="")
    assert (answer.status, answer.code) == (503, "unavailable")
    assert answer.headers["retry-after"] == "1"
    assert listed.status == 503


async def test_a_refused_connection_is_tried_at_the_next_address(
    stand: Stand, tmp_path: Path
) -> None:
    closed = free_socket()
    gone = address_of(closed)
    closed.close()
    (alive,) = stand.settings.upstreams["application"]
    async with standing(tmp_path, upstreams={"application": (gone, alive)}) as second:
        token = second.token()
        answer = await second.ask("PUT", "/v1/things/thing_1", body=b"x" * 100_000, token=token)
    assert answer.status == 200
    assert answer.json()["body_bytes"] == 100_000


async def test_a_change_is_never_sent_twice(stand: Stand) -> None:
    before = len(stand.echo.seen)
    key = [("Idempotency-Key", "once-only"), ("Content-Type", "application/json")]
    assert (await stand.ask("POST", "/v1/things", key, b"{}")).status == 200
    broken = await stand.ask("PATCH", "/v1/things/cut", [("If-Match", '"1"')], b"{}")
    assert broken.status == 502
    assert len(stand.echo.seen) == before + 2
