"""Every refusal is a problem document, and none of them tells more than it should."""

import logging

import httpx
import pytest
from fastapi import FastAPI

from services.kit.errors import Fault
from services.kit.problems import STATUS_OF
from tests.api.kit.things import knocking

MEMBERS = {
    *("type", "title", "status", "detail", "instance"),
    *("code", "request_id", "retryable", "errors"),
}


def assert_problem(response: httpx.Response, status: int, code: str) -> None:
    problem = response.json()
    assert response.headers["content-type"] == "application/problem+json"
    assert set(problem) == MEMBERS
    assert (response.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert problem["request_id"] == response.headers["x-request-id"]
    assert problem["type"] == f"/problems/{code}"
    assert problem["instance"] == f"/requests/{problem['request_id']}"


@pytest.mark.parametrize(
    "path", ["/", "/nowhere", "/v1/things/", "/v1//things", "/docs", "/metrics"]
)
async def test_an_unknown_path_is_a_404_problem(alice: httpx.AsyncClient, path: str) -> None:
    assert_problem(await alice.get(path), 404, "not_found")


async def test_an_absent_and_an_unreadable_id_answer_alike(alice: httpx.AsyncClient) -> None:
    absent = (await alice.get("/v1/nothing")).json()
    unreadable = (await alice.get("/v1/things/thing_x")).json()
    for problem in (absent, unreadable):
        del problem["request_id"], problem["instance"]
    assert absent == unreadable


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "OPTIONS", "PUT", "PURGE"])
async def test_g8_another_method_is_405_and_names_the_right_ones(
    alice: httpx.AsyncClient, method: str
) -> None:
    response = await alice.request(method, "/v1/things")
    assert_problem(response, 405, "method_not_allowed")
    assert response.headers["allow"] == "GET, POST"


async def test_g8_head_is_405_without_a_body(alice: httpx.AsyncClient) -> None:
    response = await alice.head("/v1/things")
    assert (response.status_code, response.content) == (405, b"")
    assert response.headers["allow"] == "GET, POST"


async def test_g8_methods_of_two_routers_on_one_path_are_all_served_and_named(
    alice: httpx.AsyncClient,
) -> None:
    path = "/v1/things/thing_01h455vb4pex5vsknk084sn02q"
    assert (await alice.delete(path)).status_code == 204
    assert (await alice.put(path)).headers["allow"] == "DELETE, GET, PATCH"


async def test_g8_a_method_override_header_changes_nothing(alice: httpx.AsyncClient) -> None:
    response = await alice.get(
        "/v1/things", headers={"X-HTTP-Method-Override": "DELETE", "X-Method-Override": "POST"}
    )
    assert response.status_code == 200


async def test_g8_browsers_are_let_in_from_exact_origins_only(alice: httpx.AsyncClient) -> None:
    asking = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "if-match"}
    known = await alice.options("/v1/things", headers={"Origin": "https://app.example", **asking})
    assert known.status_code == 200
    assert known.headers["access-control-allow-origin"] == "https://app.example"
    assert "access-control-allow-credentials" not in known.headers
    for origin in ("https://app.example.evil", "http://app.example", "null", "https://APP.example"):
        refused = await alice.options("/v1/things", headers={"Origin": origin, **asking})
        assert_problem(refused, 403, "origin_not_allowed")
        assert "access-control-allow-origin" not in refused.headers
        answered = await alice.get("/v1/things", headers={"Origin": origin})
        assert "access-control-allow-origin" not in answered.headers


async def test_g8_a_browser_may_read_refusals_too(alice: httpx.AsyncClient) -> None:
    response = await alice.get("/v1/things?odd=1", headers={"Origin": "https://app.example"})
    assert response.headers["access-control-allow-origin"] == "https://app.example"
    assert "ETag" in response.headers["access-control-expose-headers"]


async def break_thing(things: FastAPI, number: int) -> httpx.Response:
    digits = f"{number:026d}"
    async with knocking(things, "olga") as olga:
        return await olga.post(f"/v1/things/thing_{digits}/breakages")


async def test_a_domain_error_is_told_with_its_detail(things: FastAPI) -> None:
    response = await break_thing(things, 1)
    assert_problem(response, 409, "thing_broken")
    assert response.json()["detail"] == "It fell."


async def test_g10_an_unexpected_failure_is_a_plain_500(
    things: FastAPI, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, logger="xiaowei.failures"):
        response = await break_thing(things, 2)
    assert_problem(response, 500, "unexpected_failure")
    assert "canary" not in response.text
    assert "KeyError" not in response.text
    [failure] = [record for record in caplog.records if record.name == "xiaowei.failures"]
    assert failure.exc_info is not None


@pytest.mark.parametrize("number", [3, 4])
async def test_a_database_that_is_away_or_too_busy_is_503(things: FastAPI, number: int) -> None:
    response = await break_thing(things, number)
    assert_problem(response, 503, "database_unavailable")
    assert response.headers["retry-after"] == "1"
    assert response.json()["retryable"] is True


@pytest.mark.parametrize(
    ("accepted", "language", "title"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN", "资源不存在或无权查看"),
        ("en;q=0.2, zh-Hans;q=0.7", "zh-CN", "资源不存在或无权查看"),
        ("fr, *;q=0.1", "en", "There is nothing here that you may see"),
        ("zh;q=0", "en", "There is nothing here that you may see"),
        (";;;", "en", "There is nothing here that you may see"),
    ],
)
async def test_a_refusal_speaks_the_callers_language(
    alice: httpx.AsyncClient, accepted: str, language: str, title: str
) -> None:
    response = await alice.get("/nowhere", headers={"Accept-Language": accepted})
    assert (response.headers["content-language"], response.json()["title"]) == (language, title)
    assert "Accept-Language" in response.headers["vary"]


async def test_input_is_never_echoed(alice: httpx.AsyncClient) -> None:
    canary = "canary-7f3a"
    body = {"label": [canary], "price": canary, f"{canary} 张三": canary, "note": 5}
    response = await alice.post(
        "/v1/things", json=body, headers={"Idempotency-Key": "k", "X-Canary": canary}
    )
    assert response.status_code == 422
    assert canary not in response.text
    assert canary not in (await alice.get(f"/v1/things?{canary}=1")).text
    assert canary not in (await alice.get(f"/v1/things/{canary}")).text
    assert canary not in (await alice.get(f"/v1/things?cursor={canary}")).text


async def test_a_harmless_unknown_name_is_pointed_at(alice: httpx.AsyncClient) -> None:
    response = await alice.post("/v1/things", json={"colour": 1}, headers={"Idempotency-Key": "k"})
    errors = {error["pointer"]: error["code"] for error in response.json()["errors"]}
    assert errors == {"/colour": "extra_forbidden", "/label": "missing", "/price": "missing"}


@pytest.mark.parametrize(
    "request_id", ["short", "x" * 65, "with space", "a" * 5000, "req;drop", "请求编号请求编号"]
)
async def test_g13_a_spoofed_request_id_is_replaced(
    alice: httpx.AsyncClient, request_id: str
) -> None:
    headers = httpx.Headers([(b"X-Request-Id", request_id.encode())])
    answered = (await alice.get("/v1/things", headers=headers)).headers["x-request-id"]
    assert answered.startswith("req_")
    assert answered != request_id


async def test_g13_a_proper_request_id_is_kept_and_two_are_not(alice: httpx.AsyncClient) -> None:
    one = await alice.get("/v1/things", headers={"X-Request-Id": "mobile-2026_0001"})
    assert one.headers["x-request-id"] == "mobile-2026_0001"
    twice = httpx.Headers([("X-Request-Id", "mobile-2026_0001")] * 2)
    two = await alice.get("/v1/things", headers=twice)
    assert two.headers["x-request-id"] != "mobile-2026_0001"


async def test_every_answer_is_for_its_caller_alone(alice: httpx.AsyncClient) -> None:
    for path in ("/v1/things", "/nowhere"):
        response = await alice.get(path)
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["x-content-type-options"] == "nosniff"


async def test_a_head_of_too_many_or_too_long_headers_is_431(alice: httpx.AsyncClient) -> None:
    many = {f"X-{number}": "a" for number in range(101)}
    for headers in (many, {"X-Long": "a" * 33_000}):
        assert_problem(await alice.get("/v1/things", headers=headers), 431, "headers_too_large")
    assert_problem(await alice.get("/v1/things?status=" + "a" * 33_000), 431, "headers_too_large")


def test_every_fault_has_a_status() -> None:
    assert set(STATUS_OF) == set(Fault)
