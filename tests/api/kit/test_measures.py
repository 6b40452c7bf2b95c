"""What is counted and logged of a request: its template, never its path."""

import logging

import httpx
import pytest
from prometheus_client import generate_latest

from tests.api.kit.things import knocking, things_app


def measures() -> str:
    return generate_latest().decode()


async def test_requests_are_counted_by_template(alice: httpx.AsyncClient) -> None:
    await alice.get("/v1/things/thing_01h455vb4pex5vsknk084sn02q")
    await alice.get("/nowhere/canary-path")
    await alice.request("CANARY", "/v1/things")
    told = measures()
    assert 'route="/v1/things/{thing_id}",service="things",status="200"' in told
    assert 'route="unmatched",service="things",status="404"' in told
    assert 'method="OTHER"' in told
    for leak in ("thing_01h455", "canary-path", "CANARY"):
        assert leak not in told


async def test_o1_a_request_is_one_log_line_without_path_query_or_body(
    alice: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    canary = "canary-7f3a"
    with caplog.at_level(logging.INFO, logger="xiaowei.access"):
        await alice.post(
            f"/v1/things?{canary}={canary}",
            json={"label": canary},
            headers={"Idempotency-Key": canary, "X-Canary": canary},
        )
        await alice.get(f"/v1/things/{canary}")
    lines = [record for record in caplog.records if record.name == "xiaowei.access"]
    assert [line.__dict__["route"] for line in lines] == ["/v1/things", "/v1/things/{thing_id}"]
    assert [line.__dict__["status"] for line in lines] == [400, 404]
    assert canary not in str([line.__dict__ for line in lines])


async def test_a_room_is_free_again_when_its_request_is_over() -> None:
    app = things_app()
    async with knocking(app) as client:
        for _ in range(120):
            assert (await client.get("/v1/things?limit=1")).status_code == 200
