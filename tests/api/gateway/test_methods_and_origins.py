"""Methods that are not offered, hidden methods, and browsers from elsewhere."""

from collections.abc import AsyncIterator

import pytest

from gateway import bodies
from tests.api.gateway.stand import Stand, standing

ORIGIN = "https://app.example"


@pytest.fixture(scope="module")
async def open_stand(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stand]:
    """A gateway that one browser application may call."""
    async with standing(tmp_path_factory.mktemp("origins"), cors_origins=(ORIGIN,)) as running:
        yield running


@pytest.mark.parametrize(
    ("method", "target", "allow"),
    [
        ("POST", "/v1/products", "GET, HEAD, OPTIONS"),
        ("DELETE", "/v1/products", "GET, HEAD, OPTIONS"),
        ("PUT", "/v1/things", "GET, HEAD, OPTIONS, POST"),
        ("POST", "/v1/things/thing_1", "DELETE, GET, HEAD, OPTIONS, PATCH, PUT"),
        ("HEAD", "/v1/nothing", ""),
        ("GET", "/oauth/token", ""),
    ],
)
async def test_g8_method_not_offered_is_405_with_allow(
    stand: Stand, method: str, target: str, allow: str
) -> None:
    answer = await stand.ask(method, target)
    if allow:
        assert (answer.status, answer.headers["allow"]) == (405, allow)
        assert answer.code == "method_not_allowed"
    else:
        assert answer.status == 404


@pytest.mark.parametrize("method", ["TRACE", "PROPFIND", "LINK", "SEARCH", "PURGE", "MKCOL"])
async def test_g8_foreign_method_is_405_with_allow(stand: Stand, method: str) -> None:
    before = len(stand.echo.seen)
    answer = await stand.ask(method, "/v1/products")
    assert (answer.status, answer.code) == (405, "method_not_allowed")
    assert "GET" in answer.headers["allow"]
    assert len(stand.echo.seen) == before


async def test_g8_connect_is_refused(stand: Stand) -> None:
    answer = await stand.ask("CONNECT", "evil.example:443")
    assert answer.status in {400, 405}


@pytest.mark.parametrize("name", ["X-HTTP-Method-Override", "x-http-method", "X-Method-Override"])
async def test_g8_a_method_hidden_in_a_header_is_405(stand: Stand, name: str) -> None:
    before = len(stand.echo.seen)
    answer = await stand.ask("GET", "/v1/things/thing_1", [(name, "DELETE")])
    assert (answer.status, answer.code) == (405, "method_not_allowed")
    assert len(stand.echo.seen) == before


async def test_g8_options_says_what_is_offered(stand: Stand) -> None:
    answer = await stand.ask("OPTIONS", "/v1/things/thing_1", token="")
    assert answer.status == 204
    assert answer.headers["allow"] == "DELETE, GET, HEAD, OPTIONS, PATCH, PUT"
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "https://app.example.evil.com", "null", "http://app.example",
               "https://APP.example", "https://app.example:8443", "https://app.example/"]
)  # fmt: skip
async def test_g8_another_origin_gets_no_leave(open_stand: Stand, origin: str) -> None:
    preflight = [("Origin", origin), ("Access-Control-Request-Method", "GET")]
    refused = await open_stand.ask("OPTIONS", "/v1/things", preflight, token="")
    assert (refused.status, refused.code) == (403, "origin_not_allowed")
    answer = await open_stand.ask("GET", "/v1/products", [("Origin", origin)], token="")
    assert answer.headers.get("access-control-allow-origin") in {None, ""}
    assert "access-control-allow-credentials" not in answer.headers


async def test_g8_the_known_origin_gets_leave_by_name(open_stand: Stand) -> None:
    preflight = [
        ("Origin", ORIGIN),
        ("Access-Control-Request-Method", "POST"),
        ("Access-Control-Request-Headers", "authorization, idempotency-key"),
    ]
    leave = await open_stand.ask("OPTIONS", "/v1/things", preflight, token="")
    assert leave.headers["access-control-allow-origin"] == ORIGIN
    answer = await open_stand.ask("GET", "/v1/things", [("Origin", ORIGIN)])
    assert answer.headers["access-control-allow-origin"] == ORIGIN
    assert "Origin" in answer.headers["vary"]
    assert "access-control-allow-credentials" not in answer.headers
    refusal = await open_stand.ask("GET", "/v1/things", [("Origin", ORIGIN)], token="")
    assert refusal.headers["access-control-allow-origin"] == ORIGIN


async def test_changes_need_key_and_version_before_anything_is_sent(stand: Stand) -> None:
    before = len(stand.echo.seen)
    assert (await stand.ask("POST", "/v1/things", body=b"{}")).code == "idempotency_key_missing"
    unversioned = await stand.ask("PATCH", "/v1/things/thing_1", body=b"{}")
    assert (unversioned.status, unversioned.code) == (428, "if_match_required")
    weak = [("If-Match", 'W/"1"')]
    assert (await stand.ask("PATCH", "/v1/things/thing_1", weak, b"{}")).code == "malformed_header"
    assert len(stand.echo.seen) == before


@pytest.mark.parametrize("key", ["", " ", "a b", "a" * 256, "schlüssel", "键"])
async def test_c4_an_odd_key_is_refused_before_anything_is_sent(stand: Stand, key: str) -> None:
    before = len(stand.echo.seen)
    sent = key.encode().decode("latin-1")
    answer = await stand.ask("POST", "/v1/things", [("Idempotency-Key", sent)], b"{}")
    assert (answer.status, answer.code) == (400, "idempotency_key_missing")
    assert len(stand.echo.seen) == before


async def test_a_key_nobody_asked_for_goes_no_further(stand: Stand) -> None:
    for key in ("a", "é"):
        answer = await stand.ask("PUT", "/v1/things/thing_1", [("Idempotency-Key", key)], b"x")
        assert answer.status == 200
        assert "idempotency-key" not in dict(stand.echo.seen[-1]["headers"])


async def test_too_large_a_body_is_refused_however_it_is_sent(stand: Stand) -> None:
    large = await stand.ask("PUT", "/v1/things/thing_1", body=b"x" * 200_001)
    assert (large.status, large.code) == (413, "body_too_large")
    chunk = b"%x\r\n%s\r\n" % (50_000, b"x" * 50_000)
    chunked = [("Transfer-Encoding", "chunked")]
    answer = await _chunked(stand, chunked, chunk * 5 + b"0\r\n\r\n")
    assert answer == "body_too_large"
    assert await _chunked(stand, chunked, chunk * 3 + b"0\r\n\r\n") == ""
    assert stand.echo.seen[-1]["body_bytes"] == 150_000


async def _chunked(stand: Stand, headers: list[tuple[str, str]], body: bytes) -> str:
    answer = await stand.ask_unframed("PUT", "/v1/things/thing_1", headers, body)
    return "" if answer.status == 200 else answer.code


async def test_a_body_that_never_comes_is_not_waited_for(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "WHOLE_TIMEOUT_S", 0.1)
    monkeypatch.setattr(bodies, "DRAIN_WITHIN_S", 0.1)
    before = len(stand.echo.seen)
    head = [("Content-Length", "10"), ("Content-Type", "application/json")]
    answer = await stand.ask_unframed("PUT", "/v1/things/thing_1", head, b"{")
    assert (answer.status, answer.code) == (400, "body_too_slow")
    assert answer.headers["connection"] == "close"
    assert len(stand.echo.seen) == before


async def test_a_body_where_none_is_taken_is_400(stand: Stand) -> None:
    answer = await stand.ask("DELETE", "/v1/things/thing_1", body=b"{}")
    assert (answer.status, answer.code) == (400, "body_not_expected")
