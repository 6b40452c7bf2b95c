"""P10 when nobody heard of it: a payout that settled is asked about for days, once on each."""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from deploy.sandbox.rail.truth_table import Case
from services.disbursement import worker
from services.disbursement.payouts.working import looking_back
from services.disbursement.rails.sandbox import HttpRail
from services.disbursement.settings import Settings
from tests.api.disbursement.payouts.book import Books
from tests.api.disbursement.payouts.conftest import NewPayee
from tests.api.disbursement.payouts.refund import refunded
from tests.api.disbursement.payouts.street import Payee, Street
from tests.api.disbursement.test_worker import ADDRESSES
from tests.api.signed_clients import ClientFor
from tests.serving import served

DAYS = 10
DAY = timedelta(days=1)
REFUSALS = {"not_found": 404, "busy": 429}
LOOKS = (
    "SELECT looked_on || ' ' || outcome FROM payout_look_backs WHERE payout_id = :id"
    " ORDER BY looked_on"
)


@contextmanager
def shut(street: Street) -> Iterator[None]:
    """Our door, shut to every call of the rail until the end of the block."""
    state = street.service.app.state
    usual = state.resources
    state.resources = replace(usual, callback_secrets={})
    yield
    state.resources = usual


async def settled(street: Street, waiting: Payee) -> date:
    """The day on which its money arrived."""
    day = (await street.until(waiting, "settled")).settled_on
    assert day is not None
    return day


async def look_back(street: Street, today: date) -> None:
    """The round of that day."""
    await looking_back(street.paying, DAYS)(today)


async def looks(street: Street, waiting: Payee) -> list[str]:
    """What was heard of it on which days."""
    return await street.column(LOOKS, id=waiting.payout_id)


@asynccontextmanager
async def told(told_of: Mapping[str, Any] | None) -> AsyncIterator[tuple[HttpRail, list[str]]]:
    """A rail that says this of any key, or fails; and which keys it was asked about."""
    asked: list[str] = []

    async def answer(request: Request) -> Response:
        asked.append(request.path_params["key"])
        if told_of is None:
            return Response(status_code=500)
        if "error" in told_of:
            return JSONResponse(told_of, status_code=REFUSALS[told_of["error"]])
        return JSONResponse({"key": asked[-1], **told_of})

    app = Starlette(routes=[Route("/v1/transfers/{key}", answer)])
    async with served(app) as address:
        rail = HttpRail(address)
        yield rail, asked
        await rail.aclose()


def as_sent(waiting: Payee, **changed: object) -> dict[str, object]:
    """What a rail says of an order that settled."""
    return {
        "reference": "SR-00000001",
        "status": "settled",
        "amount": {"amount": 3_000_000, "currency": "CNY"},
        "account": {"number": waiting.number},
        "settled_on": "2026-11-23",
        "returned_on": None,
        "code": None,
        **changed,
    }


async def test_p10_a_return_whose_call_was_lost_is_found(
    street: Street, payee: NewPayee, books: Books, disbursement_settings: Settings
) -> None:
    waiting = await payee(Case.RETURNED)
    back_on = await settled(street, waiting) + timedelta(days=3)
    addresses = dict.fromkeys(ADDRESSES, "http://127.0.0.1:1") | {"rail_url": street.address}
    settings = disbursement_settings.model_copy(update=addresses)
    duties = worker.duties(street.service.sessions, settings, street.service.clock)
    with shut(street):
        await street.tell_day(back_on)
        assert len(street.truth.of("returned", waiting.key)) == 1
        for each in duties.day_rounds:
            await each.run(back_on)
        row = await street.row(waiting)
    for close in duties.closing:
        await close()
    assert (row.status, row.returned_on, row.reason_code) == (
        *("returned", back_on),
        "account_closed",
    )
    assert await street.count(waiting, "return") == 0
    assert await street.alerts(waiting) == ["returned"]
    assert await books.balance_of(waiting.key) == {}
    told_of = "SELECT count(*) FROM outbox WHERE aggregate_id = :id AND topic = 'payout.returned'"
    assert await street.scalar(told_of, id=waiting.contract_id) == 1
    await books.agree()


async def test_p10_a_refund_that_came_back_unheard_is_found(
    street: Street, payee: NewPayee, client_for: ClientFor
) -> None:
    borrower = await payee(Case.RETURNED)
    await settled(street, borrower)
    refund = await refunded(borrower, client_for)
    back_on = await settled(street, refund) + timedelta(days=3)
    with shut(street):
        await street.tell_day(back_on)
        await look_back(street, back_on)
    assert (await street.row(refund)).status == "returned"
    assert (await street.booked(refund))[-1] == "refund_returned"


async def test_one_that_stands_as_we_have_it_is_asked_about_once_a_day_and_moves_nothing(
    street: Street, payee: NewPayee
) -> None:
    waiting = await payee()
    day = await settled(street, waiting)
    before = await street.row(waiting)
    async with told(as_sent(waiting)) as (rail, asked):
        own = replace(street, paying=replace(street.paying, rail=rail))
        for today in (day, day + DAY, day + DAY, day + 2 * DAY):
            await look_back(own, today)
    assert asked.count(waiting.key) == 2
    assert await looks(street, waiting) == [f"{day + DAY} settled", f"{day + 2 * DAY} settled"]
    after = await street.row(waiting)
    assert (after.status, after.version, after.updated_at, after.audit_seq) == (
        *(before.status, before.version),
        *(before.updated_at, before.audit_seq),
    )
    assert await street.alerts(waiting) == []


async def test_an_old_one_is_left(street: Street, payee: NewPayee) -> None:
    waiting = await payee(Case.RETURNED)
    day = await settled(street, waiting)
    with shut(street):
        await street.tell_day(day + timedelta(days=3))
        await look_back(street, day + timedelta(days=60))
    assert (await street.row(waiting)).status == "settled"
    assert await looks(street, waiting) == []


async def test_one_the_rail_has_forgotten_stays_settled(street: Street, payee: NewPayee) -> None:
    waiting = await payee()
    day = await settled(street, waiting)
    before = await street.row(waiting)
    async with told({"error": "not_found"}) as (rail, _):
        await look_back(replace(street, paying=replace(street.paying, rail=rail)), day + DAY)
    after = await street.row(waiting)
    assert (after.status, after.version) == ("settled", before.version)
    assert await looks(street, waiting) == [f"{day + DAY} not_found"]
    assert await street.alerts(waiting) == []


async def test_a_rail_that_makes_noise_is_asked_again_that_day(
    street: Street, payee: NewPayee
) -> None:
    first, second = await payee(), await payee()
    day = await settled(street, first)
    await settled(street, second)
    async with told(None) as (rail, asked):
        for _ in range(2):
            await look_back(replace(street, paying=replace(street.paying, rail=rail)), day + DAY)
    assert (asked.count(first.key), asked.count(second.key)) == (2, 2)
    await look_back(street, day + DAY)
    assert await looks(street, first) == [f"{day + DAY} settled"]


async def test_a_rail_that_is_busy_is_left_alone_until_the_next_round(
    street: Street, payee: NewPayee
) -> None:
    first, second = await payee(), await payee()
    day = await settled(street, first)
    await settled(street, second)
    async with told({"error": "busy"}) as (rail, asked):
        await look_back(replace(street, paying=replace(street.paying, rail=rail)), day + DAY)
    assert len(asked) == 1
    assert await looks(street, first) + await looks(street, second) == []
    await look_back(street, day + DAY)
    assert len(await looks(street, first) + await looks(street, second)) == 2


@pytest.mark.parametrize(
    ("changed", "alert"),
    [
        ({"status": "failed", "settled_on": None, "code": "account_frozen"}, "conflicting_answer"),
        ({"amount": {"amount": 1, "currency": "CNY"}}, "look_up_mismatch"),
    ],
)
async def test_what_cannot_be_is_told_to_a_person_once(
    changed: dict[str, object], alert: str, street: Street, payee: NewPayee
) -> None:
    waiting = await payee()
    day = await settled(street, waiting)
    async with told(as_sent(waiting, **changed)) as (rail, _):
        own = replace(street, paying=replace(street.paying, rail=rail))
        for today in (day + DAY, day + 2 * DAY):
            await look_back(own, today)
    assert (await street.row(waiting)).status == "settled"
    assert await street.alerts(waiting) == [alert]
