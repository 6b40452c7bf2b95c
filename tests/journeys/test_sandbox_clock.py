"""A trainer moves the business date of a whole stack, and every service closes the days between."""

from datetime import date, timedelta

import httpx
import pytest

from gateway.settings import SERVICES
from tests.journeys.applying import a_borrower, next_step, offer_of, until
from tests.journeys.deciding import Desk
from tests.journeys.person import Json, Person, Town, expect, refused
from tests.journeys.running_stack import RunningStack
from tests.journeys.waiting import eventually

PATH = "/v1/sandbox/clock"
DAY = timedelta(days=1)
PRICE = {
    "principal": {"amount": 10_000_000, "currency": "CNY"},
    "annual_rate": "12",
    "terms": {"method": "level_instalment", "instalments": 12},
}


pytestmark = pytest.mark.timeout(300)

# A year is closed day by day for whatever loans earlier journeys left behind.
MOVED_WITHIN_S = 100.0


async def _move(trainer: Person, days: int) -> Json:
    """The clock, when it is done."""
    taken = await trainer.post(PATH, {"advance_days": days})
    assert taken.status_code == 202, taken.text

    async def done() -> Json:
        clock = expect(200, await trainer.get(taken.headers["location"]))
        return clock if clock["state"] == "done" else {}

    return await eventually(done, within_s=MOVED_WITHIN_S)


async def _today(trainer: Person) -> date:
    """The business date, wherever earlier moves have taken it."""
    return date.fromisoformat(expect(200, await trainer.get(PATH))["business_date"])


def _stand_on(clock: Json, day: date) -> None:
    assert clock["business_date"] == clock["target_date"] == day.isoformat()
    assert {each["service"] for each in clock["services"]} == set(SERVICES)
    for each in clock["services"]:
        assert each["business_date"] == day.isoformat()
        assert each["closed_on"] == (day - DAY).isoformat()


async def test_z6_an_offer_lapses_with_its_last_day_and_is_accepted_no_more(
    moving_stack: RunningStack, moving_gateway: httpx.AsyncClient
) -> None:
    town = Town(moving_gateway, moving_stack)
    applicant = await a_borrower(town)
    borrower = applicant.person
    application = await applicant.applied()
    await until(borrower, application, "approved")
    offer = await offer_of(borrower, application)
    last_day = date.fromisoformat(offer["valid_until"])

    trainer = await Person.log_in(moving_gateway, "trainer")
    await _move(trainer, (last_day - await _today(trainer)).days)
    assert (await next_step(borrower, application))["status"] == "approved"
    await _move(trainer, 1)
    await until(borrower, application, "offer_expired")
    assert (await offer_of(borrower, application))["status"] == "expired"
    path = f"/v1/offers/{offer['id']}/acceptances"
    refused(412, "version_changed", await borrower.post(path, etag='"1"'))
    refused(409, "offer_expired", await borrower.post(path, etag='"2"'))
    await Desk.of(town, application, "closed")


async def test_a_trainer_moves_two_days_and_then_a_year(moving_gateway: httpx.AsyncClient) -> None:
    trainer = await Person.log_in(moving_gateway, "trainer")
    today = await _today(trainer)
    _stand_on(await _move(trainer, 2), today + 2 * DAY)
    _stand_on(await _move(trainer, 365), today + 367 * DAY)
    quote = expect(200, await moving_gateway.post("/v1/quotes", json=PRICE))
    assert (today + 367 * DAY).isoformat() in str(quote)
