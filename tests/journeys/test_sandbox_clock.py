"""A trainer moves the business date of a whole stack, and every service closes the days between."""

from datetime import date, timedelta

import httpx
import pytest

from deploy.sandbox.bureau.truth_table import Case as Record
from deploy.sandbox.rail.truth_table import Case
from gateway.settings import SERVICES
from services.kit.roles import Role
from tests.journeys.applying import (
    STALL,
    Applicant,
    a_borrower,
    next_step,
    offer_of,
    stall_of,
    until,
)
from tests.journeys.borrowing import Deal, truth
from tests.journeys.deciding import Desk
from tests.journeys.person import Json, Person, Town, expect, refused
from tests.journeys.running_stack import RunningStack
from tests.journeys.waiting import eventually
from tests.sandbox_people import magic_person

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


async def test_who_is_listed_after_the_approval_is_paid_once_the_entry_is_gone(
    moving_stack: RunningStack, moving_gateway: httpx.AsyncClient
) -> None:
    """Approved, signed, listed in between: nothing moves until a new day finds no entry."""
    town, number = Town(moving_gateway, moving_stack), magic_person(Record.CLEAN)
    applicant = await Applicant.of(town.somebody(Role.BORROWER), stall_of(number), town.today)
    deal = await Deal.struck_with(town, applicant)
    await deal.name_account(Case.ORDINARY)
    await deal.disclose()
    keeper, another = town.somebody(Role.RISK_MANAGER), town.somebody(Role.RISK_MANAGER)
    name = {"kind": "blacklist", "listed_as": "person", "name": STALL["name"], "number": number}
    said = {"source": "court", "reason": "does not pay", "expires_on": None}
    listed = await keeper.post("/v1/watchlist", name | said)
    await deal.sign()

    maker = town.somebody(Role.FINANCE_MAKER)

    async def raised() -> list[Json]:
        alerts = expect(200, await maker.get("/v1/payout-alerts"))["data"]
        found = await deal.payouts(maker)
        of_it = (("listed", each["id"]) for each in found)
        return [each for each in alerts if (each["kind"], each["payout_id"]) in set(of_it)]

    assert len(await eventually(raised)) == 1
    payout = await deal.payout(maker, "approved")
    assert (payout["is_for_a_person"], truth(moving_stack, payout, "taken")) == (True, [])
    assert (await deal.payout(deal.borrower, "approved"))["is_for_a_person"] is False

    entry = f"/v1/watchlist/{expect(201, listed)['id']}"
    removal = {"reason": "has paid"}
    etag = listed.headers["etag"]
    expect(201, await another.post(f"{entry}/removals", removal, etag=etag))
    await _move(await Person.log_in(moving_gateway, "trainer"), 1)
    settled = await deal.payout(maker, "settled")
    assert settled["id"] == payout["id"]
    assert len(truth(moving_stack, settled, "moved")) == 1
    assert (await deal.loan())["payout_id"] == settled["id"]


async def test_a_trainer_moves_two_days_and_then_a_year(moving_gateway: httpx.AsyncClient) -> None:
    trainer = await Person.log_in(moving_gateway, "trainer")
    today = await _today(trainer)
    _stand_on(await _move(trainer, 2), today + 2 * DAY)
    _stand_on(await _move(trainer, 365), today + 367 * DAY)
    quote = expect(200, await moving_gateway.post("/v1/quotes", json=PRICE))
    assert (today + 367 * DAY).isoformat() in str(quote)
