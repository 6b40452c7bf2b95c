"""F12: the way to a service breaks in each way it can, and nothing is sent twice that may not be.

Only what was provably not sent, or may be sent again (RFC 9110 9.2.2), is tried once more.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from tests.api.gateway.stand import Stand, standing
from tests.raw_http import RawAnswer
from tests.roads import Road, Trouble

# What each trouble is to a caller, and how often its request then arrived.
SEEN_AS = [
    pytest.param(Trouble.SLOW, 200, None, 1, id="slow"),
    pytest.param(Trouble.HELD, 504, "timed_out", 0, id="held"),
    pytest.param(Trouble.CLOSED, 503, "unavailable", 0, id="closed"),
    pytest.param(Trouble.REQUEST_LOST, 502, "bad_gateway", 0, id="request_lost"),
    pytest.param(Trouble.ANSWER_LOST, 502, "bad_gateway", 1, id="answer_lost"),
    pytest.param(Trouble.ANSWER_CUT, 502, "bad_gateway", 1, id="answer_cut"),
    pytest.param(Trouble.HALF_CLOSED, 502, "bad_gateway", 1, id="half_closed"),
]
BROKEN = [Trouble.REQUEST_LOST, Trouble.ANSWER_LOST, Trouble.ANSWER_CUT, Trouble.HALF_CLOSED]


@asynccontextmanager
async def on_roads(
    stand: Stand, folder: Path, count: int = 1
) -> AsyncIterator[tuple[Stand, list[Road]]]:
    """Another gateway, whose ways to the stand's service are roads; it waits a second."""
    (service,) = stand.settings.upstreams["application"]
    async with AsyncExitStack() as opened:
        roads = [await opened.enter_async_context(Road(service)) for _ in range(count)]
        upstreams = {"application": tuple(road.address for road in roads)}
        gateway = standing(folder, upstreams=upstreams, upstream_timeout_s=1)
        yield await opened.enter_async_context(gateway), roads


async def change(stand: Stand) -> RawAnswer:
    """Send what may be sent once only."""
    key = [("Idempotency-Key", "once-only"), ("Content-Type", "application/json")]
    return await stand.ask("POST", "/v1/things", key, b"{}")


@pytest.mark.parametrize(("trouble", "status", "code", "arrived"), SEEN_AS)
async def test_f12_a_change_arrives_once_at_most_and_the_caller_is_told_what_is_known(
    stand: Stand, tmp_path: Path, trouble: Trouble, status: int, code: str | None, arrived: int
) -> None:
    before = len(stand.echo.seen)
    async with on_roads(stand, tmp_path) as (other, (road,)):
        async with road.suffering(trouble):
            answer = await change(other)
            assert (answer.status, code or "") == (status, answer.code if code else "")
            assert len(stand.echo.seen) == before + arrived
        assert (await change(other)).status == 200


@pytest.mark.parametrize("trouble", BROKEN)
async def test_f12_where_bytes_may_have_left_the_next_address_is_not_asked(
    stand: Stand, tmp_path: Path, trouble: Trouble
) -> None:
    async with on_roads(stand, tmp_path, 2) as (other, roads):
        for road in roads:
            await road.suffer(trouble)
        before = len(stand.echo.seen)
        assert (await change(other)).status == 502
        assert len(stand.echo.seen) <= before + 1


async def test_f12_a_connection_that_died_while_it_was_idle_costs_nobody_anything(
    stand: Stand, tmp_path: Path
) -> None:
    async with on_roads(stand, tmp_path) as (other, (road,)):
        before = len(stand.echo.seen)
        for _ in range(3):
            assert (await change(other)).status == 200
            road.reset_all()
        assert len(stand.echo.seen) == before + 3


async def test_f13_a_read_whose_answer_is_lost_on_a_used_connection_is_sent_twice_at_most(
    stand: Stand, tmp_path: Path
) -> None:
    async with on_roads(stand, tmp_path) as (other, (road,)):
        assert (await other.ask("GET", "/v1/things/1")).status == 200
        before = len(stand.echo.seen)
        async with road.suffering(Trouble.ANSWER_LOST):
            assert (await other.ask("GET", "/v1/things/1")).code == "bad_gateway"
        assert len(stand.echo.seen) == before + 2
