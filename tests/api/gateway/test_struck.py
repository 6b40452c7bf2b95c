"""F2: the gateway fails around the call it makes; its caller sends the same again, and is heard."""

import pytest

from gateway.failpoints import GatewayPoint
from services.kit.failpoints import Deed
from tests.api.gateway.stand import Stand
from tests.striking import armed

# How often the service was asked by the time the caller had no answer.
SCENARIOS = {GatewayPoint.FORWARDING: 0, GatewayPoint.FORWARDED: 1}


@pytest.mark.parametrize("point", SCENARIOS, ids=lambda point: point.title)
async def test_f2_a_request_that_is_struck_may_be_sent_again(
    point: GatewayPoint, stand: Stand
) -> None:
    before = len(stand.echo.seen)
    headers = [("Content-Type", "application/json"), ("Idempotency-Key", point.title)]
    path = "/v1/things"
    with armed(point, Deed.ERROR):
        unheard = await stand.ask("POST", path, headers, b"{}")
    assert (unheard.status, unheard.code) == (500, "unexpected_failure")
    assert len(stand.echo.seen) - before == SCENARIOS[point]
    assert (await stand.ask("POST", path, headers, b"{}")).status == 200
    keys = [dict(each["headers"])["idempotency-key"] for each in stand.echo.seen[before:]]
    assert keys == [point.title] * (1 + SCENARIOS[point])
