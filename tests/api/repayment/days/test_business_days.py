"""How far business days are closed, and waking the close of one that is over."""

from datetime import date, timedelta
from typing import Any

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import text

from services.kit.roles import Role
from services.repayment.positions.measures import measure_close
from services.repayment.positions.use_cases.wake_close import CLOSE
from services.repayment.worker import closing_books, closing_on_call
from tests.api.repayment.conftest import TODAY
from tests.api.repayment.paying import a_receipt, pay
from tests.api.repayment.telling import FREE_OF_FEES, a_funding, tell
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect, refused
from tests.fixed_clock import FixedClock

BEGAN_ON = FixedClock(TODAY).today()
DAY = timedelta(days=1)
LOANS = 3


@pytest.fixture
def finance(client_for: ClientFor) -> Client:
    """Somebody who closes days."""
    return client_for(Role.FINANCE_MAKER)


@pytest.fixture
async def lent(service: RunningApp, neighbour: Client) -> RunningApp:
    """A service with three loans, in as many shards or fewer, since today."""
    for _ in range(LOANS):
        expect(await tell(neighbour, a_funding(FREE_OF_FEES, value_date=BEGAN_ON)), 200)
    return service


def path_of(day: date) -> str:
    return f"/v1/business-days/{day}/closings"


async def progress(reader: Client, day: date) -> dict[str, Any]:
    return expect(await reader.get(path_of(day)), 200)


async def jobs(service: RunningApp) -> int:
    async with service.sessions() as session:
        found = text("SELECT count(*) FROM pgqueuer WHERE entrypoint = :name")
        return int((await session.execute(found, {"name": CLOSE})).scalar_one())


async def close(service: RunningApp, until: date) -> None:
    await closing_books(service.sessions, service.clock)(until)


async def test_a_day_is_open_then_waits_then_is_closed(lent: RunningApp, finance: Client) -> None:
    assert (await progress(finance, BEGAN_ON))["state"] == "open"
    lent.clock.advance(2 * DAY)
    waiting = await progress(finance, BEGAN_ON)
    assert (waiting["state"], waiting["shards_closed"]) == ("waiting", 0)
    assert 1 <= waiting["shards"] <= LOANS
    answer = await finance.post(path_of(BEGAN_ON))
    assert expect(answer, 202) == waiting
    assert answer.headers["location"] == path_of(BEGAN_ON)
    assert await jobs(lent) == 1
    await closing_on_call(closing_books(lent.sessions, lent.clock), lent.clock)(b"")
    closed = await progress(finance, BEGAN_ON)
    assert (closed["state"], closed["shards_closed"]) == ("closed", closed["shards"])
    assert closed["started_at"] <= closed["finished_at"]
    assert (await progress(finance, BEGAN_ON + DAY))["state"] == "closed"


async def test_a_closed_day_wakes_nobody(lent: RunningApp, finance: Client) -> None:
    lent.clock.advance(DAY)
    await close(lent, BEGAN_ON + DAY)
    assert expect(await finance.post(path_of(BEGAN_ON)), 202)["state"] == "closed"
    assert await jobs(lent) == 0


async def test_the_same_key_wakes_once(lent: RunningApp, finance: Client) -> None:
    lent.clock.advance(DAY)
    first = await finance.post(path_of(BEGAN_ON), key="close-1")
    again = await finance.post(path_of(BEGAN_ON), key="close-1")
    assert (first.status_code, again.status_code) == (202, 202)
    assert again.headers["idempotent-replayed"] == "true"
    assert await jobs(lent) == 1


async def test_a_close_that_was_cut_short_says_how_far_it_came_and_goes_on(
    lent: RunningApp, finance: Client
) -> None:
    lent.clock.advance(DAY)
    async with lent.sessions.begin() as session:
        # As if a worker had got through all shards but one.
        (shard,) = await session.scalars(
            text("SELECT min(shard) FROM shards WHERE accrued_to IS NOT NULL")
        )
        hidden = await session.execute(
            text(
                "UPDATE shards SET accrued_to = :later"
                " WHERE accrued_to IS NOT NULL AND shard <> :shard RETURNING shard"
            ),
            {"later": BEGAN_ON + DAY, "shard": shard},
        )
        for (other,) in hidden.all():
            await session.execute(
                text("INSERT INTO shard_closings (shard, opening, crossed) VALUES (:s, :o, 0)"),
                {"s": other, "o": BEGAN_ON + DAY},
            )
    found = await progress(finance, BEGAN_ON)
    assert found["shards"] - found["shards_closed"] == 1
    assert found["state"] == ("closing" if found["shards_closed"] else "waiting")
    assert found["finished_at"] is None
    await close(lent, BEGAN_ON + DAY)
    assert (await progress(finance, BEGAN_ON))["state"] == "closed"


async def test_days_are_listed_the_latest_first_in_pages(lent: RunningApp, finance: Client) -> None:
    lent.clock.advance(3 * DAY)
    await close(lent, BEGAN_ON + 2 * DAY)
    first = expect(await finance.get("/v1/business-days", limit=3), 200)
    assert [each["state"] for each in first["data"]] == ["open", "waiting", "closed"]
    rest = expect(await finance.get("/v1/business-days", limit=3, cursor=first["next_cursor"]), 200)
    assert [each["business_date"] for each in rest["data"]] == [BEGAN_ON.isoformat()]
    assert not rest["has_more"]


async def test_before_the_first_loan_there_is_no_day(
    service: RunningApp, client_for: ClientFor
) -> None:
    reader = client_for(Role.AUDITOR)
    assert expect(await reader.get("/v1/business-days"), 200)["data"] == []
    assert service.clock.today() == BEGAN_ON
    refused(await reader.get(path_of(BEGAN_ON)), 404, "not_found")


async def test_a_day_that_is_not_over_or_never_was_is_not_closed(
    lent: RunningApp, finance: Client
) -> None:
    for day in (BEGAN_ON, BEGAN_ON + DAY):
        refused(await finance.post(path_of(day)), 409, "day_not_over")
    refused(await finance.get(path_of(BEGAN_ON + DAY)), 404, "not_found")
    refused(await finance.get(path_of(BEGAN_ON - DAY)), 404, "not_found")
    refused(await finance.post(path_of(BEGAN_ON - DAY)), 404, "not_found")
    assert await jobs(lent) == 0


async def test_operators_see_how_many_days_are_left_to_be_closed(lent: RunningApp) -> None:
    def seen(name: str) -> float | None:
        return REGISTRY.get_sample_value(name)

    await measure_close(lent.sessions, lent.clock)
    assert (seen("business_days_unclosed"), seen("shards_lagging")) == (0, 0)
    lent.clock.advance(3 * DAY)
    await measure_close(lent.sessions, lent.clock)
    assert seen("business_days_unclosed") == 3
    assert 1 <= (seen("shards_lagging") or 0) <= LOANS


async def test_a_transaction_is_booked_on_the_day_its_entry_is(
    lent: RunningApp, finance: Client, loan_id: str
) -> None:
    """Its day is over by the clock, and its books are not closed yet."""
    lent.advance(DAY)
    paid = expect(await pay(finance, loan_id, a_receipt(100, value_date=str(BEGAN_ON))), 201)
    assert paid["status"] == "posted"
    path = f"/v1/loans/{loan_id}/transactions"
    *_, happened = expect(await finance.get(path), 200)["data"]
    entries = expect(await finance.get("/v1/ledger/entries", loan_id=loan_id), 200)["data"]
    booked = {each["booked_on"] for each in entries if each["kind"] == "received"}
    assert booked == {happened["booked_on"]} == {str(BEGAN_ON)}
