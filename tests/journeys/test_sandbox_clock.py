"""A trainer moves the business date of a whole stack, and every service closes the days between."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest

from gateway.settings import SERVICES
from services.kit.clock import SystemClock
from tests.journeys.person import Json, Person, expect
from tests.journeys.running_stack import RunningStack
from tests.journeys.waiting import eventually

PATH = "/v1/sandbox/clock"
DAY = timedelta(days=1)
PRICE = {
    "principal": {"amount": 10_000_000, "currency": "CNY"},
    "annual_rate": "12",
    "terms": {"method": "level_instalment", "instalments": 12},
}


@pytest.fixture
async def own_gateway(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """The gateway of a stack of its own: a moved clock would be everybody's."""
    stack = RunningStack(tmp_path / "stack")
    await stack.start()
    async with httpx.AsyncClient(base_url=stack.url, timeout=10, trust_env=False) as client:
        yield client
    await stack.forget()


async def _move(trainer: Person, days: int) -> Json:
    """The clock, when it is done."""
    taken = await trainer.post(PATH, {"advance_days": days})
    assert taken.status_code == 202, taken.text

    async def done() -> Json:
        clock = expect(200, await trainer.get(taken.headers["location"]))
        return clock if clock["state"] == "done" else {}

    return await eventually(done)


def _stand_on(clock: Json, day: date) -> None:
    assert clock["business_date"] == clock["target_date"] == day.isoformat()
    assert {each["service"] for each in clock["services"]} == set(SERVICES)
    for each in clock["services"]:
        assert each["business_date"] == day.isoformat()
        assert each["closed_on"] == (day - DAY).isoformat()


async def test_a_trainer_moves_two_days_and_then_a_year(own_gateway: httpx.AsyncClient) -> None:
    trainer = await Person.log_in(own_gateway, "trainer")
    today = SystemClock().today()
    _stand_on(await _move(trainer, 2), today + 2 * DAY)
    _stand_on(await _move(trainer, 365), today + 367 * DAY)
    quote = expect(200, await own_gateway.post("/v1/quotes", json=PRICE))
    assert (today + 367 * DAY).isoformat() in str(quote)
