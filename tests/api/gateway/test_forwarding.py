"""A good request arrives once, as it was meant, and its answer comes back."""

import json

from tests.api.gateway.echo import LONG_BYTES
from tests.api.gateway.stand import Stand


async def test_a_read_reaches_its_service_with_path_and_query(stand: Stand) -> None:
    answer = await stand.ask("GET", "/v1/things/thing_1?limit=5&cursor=a%20b")
    told = answer.json()
    assert (answer.status, told["method"]) == (200, "GET")
    assert (told["path"], told["query"]) == ("/v1/things/thing_1", "limit=5&cursor=a%20b")


async def test_a_change_arrives_with_its_body_key_and_version(stand: Stand) -> None:
    body = json.dumps({"amount": 1}).encode()
    headers = [("Content-Type", "application/json"), ("If-Match", '"3"')]
    answer = await stand.ask("PATCH", "/v1/things/thing_1", headers, body)
    told = answer.json()
    sent = dict(told["headers"])
    assert told["body"] == body.decode()
    assert (sent["content-type"], sent["if-match"]) == ("application/json", '"3"')


async def test_an_open_operation_needs_no_token(stand: Stand) -> None:
    assert (await stand.ask("GET", "/v1/products", token="")).status == 200


async def test_a_large_body_is_streamed_whole(stand: Stand) -> None:
    answer = await stand.ask("PUT", "/v1/things/thing_1", body=b"x" * 150_000)
    assert answer.json()["body_bytes"] == 150_000


async def test_a_long_answer_is_streamed_whole(stand: Stand) -> None:
    answer = await stand.ask("GET", "/v1/things/long")
    assert answer.status == 200
    assert answer.body.count(b"x") == LONG_BYTES


async def test_head_gives_the_head_alone(stand: Stand) -> None:
    answer = await stand.ask("HEAD", "/v1/things/thing_1")
    assert (answer.status, answer.body) == (200, b"")
    assert int(answer.headers["content-length"]) > 0
    assert stand.echo.seen[-1]["method"] == "GET"


async def test_an_empty_answer_stays_empty(stand: Stand) -> None:
    answer = await stand.ask("GET", "/v1/things/empty")
    assert (answer.status, answer.body) == (204, b"")


async def test_every_answer_carries_request_id_allowance_and_caution(stand: Stand) -> None:
    answer = await stand.ask("GET", "/v1/things/thing_1")
    assert answer.headers["x-request-id"].startswith("req_")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["ratelimit-policy"] == '"standard";q=6000;w=60'
