"""Every row of the raw corpus: refused and hung up on, or served and nothing more than that."""

import asyncio
from urllib.parse import urlsplit

import pytest

from services.kit import http_protocol
from tests.api.gateway import raw_corpus
from tests.api.gateway.raw_corpus import HARMLESS, Served
from tests.api.gateway.stand import Stand
from tests.raw_http import Line, converse

SLOW = 60
ALWAYS_REFUSED = {400, 405, 413, 431}


def filled(stand: Stand, request: bytes) -> bytes:
    """The bytes with the gateway's address and a good token in their places."""
    host = urlsplit(stand.address).netloc.encode()
    return request.replace(b"{host}", host).replace(b"{token}", stand.token().encode())


async def refused(stand: Stand, request: bytes, *statuses: int) -> None:
    """Assert that nothing of it went on, and that whatever follows it is not read either."""
    before = len(stand.echo.seen)
    answers = await converse(stand.address, filled(stand, request))
    assert [answer.status for answer in answers] == [answers[0].status]
    assert answers[0].status in statuses
    assert answers[0].headers["content-type"] == "application/problem+json"
    assert answers[0].headers["connection"] == "close"
    assert len(stand.echo.seen) == before


@pytest.mark.parametrize("name", raw_corpus.FRAMING)
async def test_g4_what_two_would_read_in_two_ways_is_refused(stand: Stand, name: str) -> None:
    await refused(stand, raw_corpus.FRAMING[name], 400)


@pytest.mark.parametrize("name", raw_corpus.LINES)
async def test_g1_g2_a_line_that_is_none_of_ours_is_refused(stand: Stand, name: str) -> None:
    await refused(stand, raw_corpus.LINES[name], 400)


@pytest.mark.parametrize("name", raw_corpus.LARGE)
async def test_g5_a_head_of_more_than_anybody_needs_is_refused(stand: Stand, name: str) -> None:
    await refused(stand, raw_corpus.LARGE[name], 431)


@pytest.mark.parametrize("name", HARMLESS)
async def test_what_is_harmless_is_served_as_often_as_it_was_sent(stand: Stand, name: str) -> None:
    row: Served = HARMLESS[name]
    before = len(stand.echo.seen)
    answers = await converse(stand.address, filled(stand, row.request))
    assert tuple(answer.status for answer in answers) == row.statuses
    seen = stand.echo.seen[before:]
    assert len(seen) == row.passed_on
    assert all(one["path"].startswith("/v1/") for one in seen)
    assert all("x-user" not in dict(one["headers"]) for one in seen)


async def test_g6_those_who_dawdle_are_sent_away_and_nobody_waits_for_them(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each says a little now and then; the time for a head runs on all the same."""
    monkeypatch.setattr(http_protocol, "HEAD_TIMEOUT_S", 0.5)
    begun = filled(stand, b"GET /v1/products HTTP/1.1\r\nHost: {host}\r\n")
    lines = [await Line.to(stand.address) for _ in range(SLOW)]
    for line in lines:
        line.say(begun)
    assert (await stand.ask("GET", "/v1/products")).status == 200
    dawdling = asyncio.create_task(_dawdle(lines))
    answers = await asyncio.gather(*(line.answers() for line in lines))
    dawdling.cancel()
    assert {tuple(answer.status for answer in each) for each in answers} == {(400,)}


async def _dawdle(lines: list[Line]) -> None:
    while True:
        for line in lines:
            line.say(b"X-Slow: 1\r\n")
        await asyncio.sleep(0.1)
