"""What is not plainly written is not routed; what a caller may not say is not passed on."""

from urllib.parse import urlsplit

import pytest

from tests.api.gateway.stand import Stand
from tests.raw_http import RawAnswer, ask, send_raw

DOUBTFUL = [
    "/v1/things/../../internal/v1/things/1",
    "/v1/things/..",
    "/v1/things/.",
    "/v1/./things",
    "/v1/things/%2e%2e/%2e%2e/internal/v1/things/1",
    "/v1/things/%2E%2E",
    "/v1/things/.%2e/x",
    "/v1//things",
    "//v1/things",
    "//evil.example/v1/things",
    "/v1/things//",
    "/v1\\things",
    "/v1/things%5c..",
    "/v1/things;jsessionid=1",
    "/v1/things/1;a=b",
    "/v1%2fthings",
    "/v1%2Fthings",
    "/v1/things%00",
    "/v1/things/%2500",
    "/v1/things/%252e%252e/x",
    "/v1/things/%c0%ae%c0%ae",
    "/v1/things/1%0d%0aX-User:%20admin",
    "/v1/things/1@evil.example",
    "/:80@evil.example/v1/things",
    "/@evil.example",
    "/v1/things/\u00e9",
    "/v1/things/" + "x" * 2000,
]


@pytest.mark.parametrize("target", DOUBTFUL)
async def test_g1_a_path_with_a_second_spelling_is_400(stand: Stand, target: str) -> None:
    before = len(stand.echo.seen)
    answer = await stand.ask("GET", target)
    assert answer.status == 400
    assert answer.code in {"path_not_canonical", "unreadable_request"}
    assert len(stand.echo.seen) == before


ABSENT = ["/v1", "/v1/", "/v1/things/", "/v1/Things", "/v1/things/1/2", "/v2/things", "/things",
          "/v1/thingsx", "/v1/things/1/"]  # fmt: skip


@pytest.mark.parametrize("target", ABSENT)
async def test_g1_only_exact_templates_match(stand: Stand, target: str) -> None:
    answer = await stand.ask("GET", target)
    assert (answer.status, answer.code) == (404, "not_found")


async def test_g1_a_literal_segment_wins_over_a_parameter(stand: Stand) -> None:
    await stand.ask("GET", "/v1/things/mine")
    sent = dict(stand.echo.seen[-1]["headers"])
    assert stand.echo.seen[-1]["path"] == "/v1/things/mine"
    assert sent["authorization"].startswith("Bearer ")


TARGETS = [
    b"http://evil.example/v1/products",
    b"https://evil.example/v1/products",
    b"http://127.0.0.1:1/v1/products",
    b"@evil.example/v1/products",
    b":80@evil.example/v1/products",
    b"evil.example:80",
    b"*",
    b"v1/products",
]


@pytest.mark.parametrize("target", TARGETS)
async def test_g2_a_target_that_names_a_host_is_400(stand: Stand, target: bytes) -> None:
    before = len(stand.echo.seen)
    host = urlsplit(stand.address).netloc.encode()
    answer = await send_raw(
        stand.address, b"GET " + target + b" HTTP/1.1\r\nHost: " + host + b"\r\n\r\n"
    )
    assert answer.status == 400
    assert len(stand.echo.seen) == before


HOSTS = {
    "none": b"",
    "two": b"Host: a.example\r\nHost: b.example\r\n",
}


@pytest.mark.parametrize("lines", HOSTS.values(), ids=HOSTS.keys())
async def test_g2_host_must_be_there_once(stand: Stand, lines: bytes) -> None:
    head = b"GET /v1/products HTTP/1.1\r\nConnection: close\r\n"
    answer = await send_raw(stand.address, head + lines + b"\r\n")
    assert (answer.status, answer.code) == (400, "host_not_served")


IDENTITY = [
    ("X-User", "admin"),
    ("x-user", "admin"),
    ("X-USER-ID", "admin"),
    ("X-Roles", "admin"),
    ("X-Scope", "audit:read"),
    ("X-Partner", "partner_01h455vb4pex5vsknk084sn02q"),
    ("X-Forwarded-For", "10.0.0.1"),
    ("X-Forwarded-Host", "evil.example"),
    ("X-Forwarded-Proto", "https"),
    ("Forwarded", "for=10.0.0.1"),
    ("X-Real-IP", "10.0.0.1"),
    ("X-Internal-Token", "x"),
    ("X-Request-Deadline", "99999999999999"),
    ("X-Original-URL", "/internal/v1/things/1"),
    ("X-Rewrite-URL", "/internal/v1/things/1"),
    ("X-Forwarded-User", "admin"),
    ("X-User", "root"),
    ("Cookie", "session=1"),
    ("Proxy-Authorization", "Basic eDp5"),
    ("TE", "trailers"),
    ("Via", "1.1 evil"),
    ("Origin", "https://evil.example"),
]


async def test_g3_identity_headers_of_the_caller_go_no_further(stand: Stand) -> None:
    answer = await stand.ask("GET", "/v1/things/thing_1", IDENTITY)
    names = [name for name, _ in answer.json()["headers"]]
    known = {
        "host", "accept", "accept-encoding", "user-agent", "authorization", "x-request-id",
        "traceparent", "x-request-deadline",
    }  # fmt: skip
    assert set(names) <= known
    assert len(names) == len(set(names))
    values = dict(answer.json()["headers"])
    assert values["x-request-deadline"] != "99999999999999"
    assert values["host"] in stand.settings.upstreams["application"][0]


async def _with_connection(stand: Stand, connection: str) -> RawAnswer:
    token = stand.token()
    head = [
        "PATCH /v1/things/thing_1 HTTP/1.1",
        f"Host: {urlsplit(stand.address).netloc}",
        f"Authorization: Bearer {token}",
        'If-Match: "1"',
        "Accept-Language: zh-CN",
        "X-Roles: admin",
        "Content-Length: 2",
        f"Connection: {connection}",
    ]
    return await send_raw(stand.address, ("\r\n".join(head) + "\r\n\r\n{}").encode())


@pytest.mark.parametrize(
    "connection",
    [
        "close, Authorization",
        "close, X-Roles, Accept-Language",
        "Accept-Language, close, authorization",
        "close\r\nConnection: accept-language",
    ],
)
async def test_g9_what_connection_names_goes_no_further(stand: Stand, connection: str) -> None:
    answer = await _with_connection(stand, connection)
    sent = dict(answer.json()["headers"])
    assert "x-roles" not in sent
    assert ("accept-language" in sent) == ("ccept" not in connection)
    assert "connection" not in sent


async def test_g9_the_callers_token_is_never_passed_on(stand: Stand) -> None:
    token = stand.token()
    answer = await stand.ask("GET", "/v1/things/thing_1", token=token)
    assert answer.status == 200
    assert token not in answer.body.decode()
    assert token.split(".")[2] not in answer.body.decode()


async def test_g9_connection_cannot_take_the_version_away_after_it_was_checked(
    stand: Stand,
) -> None:
    answer = await _with_connection(stand, "close, If-Match")
    assert (answer.status, answer.code) == (428, "if_match_required")


HIDDEN = [
    "/internal/v1/things/thing_1",
    "/v1/sandbox/clock",
    "/metrics",
    "/internal",
    "/internal/",
    "/admin",
    "/actuator/health",
    "/.env",
    "/redoc",
    "/docs/oauth2-redirect",
]


@pytest.mark.parametrize("target", HIDDEN)
@pytest.mark.parametrize("method", ["GET", "PUT", "POST"])
async def test_g11_inner_routes_are_404(stand: Stand, method: str, target: str) -> None:
    before = len(stand.echo.seen)
    answer = await stand.ask(method, target)
    assert (answer.status, answer.code) == (404, "not_found")
    assert len(stand.echo.seen) == before


SPOOFED = [
    "short",
    "x" * 65,
    "has space",
    "semi;colon",
    "umlaut-\u00e4bcdefgh",
    "<script>abcd",
    "a,b-cdefgh",
]


@pytest.mark.parametrize("request_id", SPOOFED)
async def test_g13_a_request_id_out_of_form_is_replaced(stand: Stand, request_id: str) -> None:
    answer = await stand.ask("GET", "/v1/things/thing_1", [("X-Request-Id", request_id)])
    given = answer.headers["x-request-id"]
    assert given.startswith("req_")
    assert dict(answer.json()["headers"])["x-request-id"] == given


async def test_g13_a_request_id_in_form_is_kept(stand: Stand) -> None:
    answer = await stand.ask("GET", "/v1/things/thing_1", [("X-Request-Id", "order-4711-a")])
    assert answer.headers["x-request-id"] == "order-4711-a"
    assert dict(answer.json()["headers"])["x-request-id"] == "order-4711-a"


async def test_g13_two_request_ids_are_refused(stand: Stand) -> None:
    headers = [("X-Request-Id", "order-4711-a"), ("X-Request-Id", "order-4711-b")]
    assert (await stand.ask("GET", "/v1/products", headers)).code == "malformed_header"


TRACES = [
    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
    "00-00000000000000000000000000000000-b7ad6b7169203331-01",
    "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
    "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
    "x" * 5000,
]


@pytest.mark.parametrize("traceparent", TRACES)
async def test_g13_a_trace_out_of_form_is_begun_anew(stand: Stand, traceparent: str) -> None:
    answer = await stand.ask("GET", "/v1/things/thing_1", [("traceparent", traceparent)])
    sent = dict(answer.json()["headers"])["traceparent"]
    assert sent != traceparent
    assert len(sent) == 55


async def test_g13_a_trace_in_form_goes_on_under_a_span_of_ours(stand: Stand) -> None:
    given = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    answer = await stand.ask("GET", "/v1/things/thing_1", [("traceparent", given)])
    sent = dict(answer.json()["headers"])["traceparent"]
    assert sent.split("-")[1] == given.split("-")[1]
    assert sent.split("-")[2] != given.split("-")[2]


async def test_a_split_header_is_one_malformed_request(stand: Stand) -> None:
    raw = b"GET /v1/products HTTP/1.1\r\nHost: x\r\nX-Request-Id: abc\rX-User: admin\r\n\r\n"
    assert (await send_raw(stand.address, raw)).status == 400


async def test_g5_too_large_a_head_is_431(stand: Stand) -> None:
    many = [(f"X-{number}", "1") for number in range(200)]
    assert (await stand.ask("GET", "/v1/products", many)).code == "headers_too_large"
    large = [("X-Large", "x" * 40_000)]
    assert (await ask(stand.address, "GET", "/v1/products", large)).status == 431
