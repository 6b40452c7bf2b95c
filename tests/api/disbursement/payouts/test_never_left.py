"""P14: what the rail never took goes out after a new look of its day, or is stopped."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import httpx
import pytest
from sqlalchemy import text

from deploy.sandbox.rail.truth_table import Case
from services.disbursement.failpoints import DisbursementPoint
from services.disbursement.payouts.paying import HandIn
from services.disbursement.payouts.use_cases import drive_payout as driving
from services.disbursement.rails.sandbox import HttpRail
from services.kit.failpoints import Deed
from services.kit.identifiers import uuid_of
from tests.api.disbursement.payouts.book import Books
from tests.api.disbursement.payouts.conftest import NewPayee
from tests.api.disbursement.payouts.desk import Desk
from tests.api.disbursement.payouts.lists import away, group_late
from tests.api.disbursement.payouts.refund import refunded
from tests.api.disbursement.payouts.street import Payee, Street
from tests.api.disbursement.payouts.test_arrived_after_all import failed_and_renewed, says
from tests.api.disbursement.payouts.test_lists import application_of, looks, next_day
from tests.api.disbursement.payouts.test_take_callback import signed, told
from tests.api.disbursement.payouts.test_take_refund import arrives, failed_refund
from tests.api.signed_clients import ClientFor, expect, refused
from tests.fixed_clock import FixedClock
from tests.sandbox_accounts import ordinary_account
from tests.serving import address_of, free_socket
from tests.striking import DEEDS, striking

REASON = {"reason_code": "fraud_suspected"}
POINTS = (
    DisbursementPoint.SCREENING_CLAIMED,
    DisbursementPoint.SCREENING_ANSWERED,
    DisbursementPoint.SCREENING_NOTED,
)


@pytest.fixture
def days(street: Street) -> Iterator[Street]:
    """The street, with a clock that is put back."""
    with street.service.for_a_while():
        yield street


@pytest.fixture
async def closed(street: Street) -> AsyncIterator[Street]:
    """The same street while nobody listens where the rail should be."""
    listener = free_socket()
    rail = HttpRail(address_of(listener), terms=street.rail.terms)
    yield replace(street, paying=replace(street.paying, rail=rail))
    await rail.aclose()
    listener.close()


@pytest.fixture
async def kept(closed: Street, payee: NewPayee) -> Payee:
    """Somebody whose order was made, and provably never left."""
    waiting = await payee(Case.EARLY)
    await closed.drive(waiting)
    assert (await closed.row(waiting)).status == "submitted"
    assert await closed.attempts(waiting) == ["not_submitted"]
    await closed.let_time_pass(waiting)
    return waiting


async def cancel(kept: Payee, desk: Desk) -> httpx.Response:
    version = await desk.version(kept)
    return await desk.maker.post(f"{kept.path}/cancellations", REASON, version=version)


async def test_on_another_day_it_goes_out_after_another_look(
    days: Street, kept: Payee, books: Books
) -> None:
    await next_day(days)
    await days.drive(kept)
    assert (await days.row(kept)).status == "settled"
    assert await looks(days, kept) == ["clear", "clear"]
    assert await days.attempts(kept) == ["not_submitted", "accepted"]
    assert len(days.truth.of("moved", kept.key)) == 1
    await books.agree()


class PassingClock:
    """A test clock that is a day further as soon as somebody has asked for the day."""

    def __init__(self, clock: FixedClock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        """The instant it has come to."""
        return self._clock.now()

    def today(self) -> date:
        """The day that is over by now."""
        day = self._clock.today()
        self._clock.advance(timedelta(days=1))
        return day


async def test_it_is_of_the_day_whose_look_lets_it_go_though_the_clock_passes_it(
    days: Street, kept: Payee
) -> None:
    passed = replace(days, paying=replace(days.paying, clock=PassingClock(days.service.clock)))
    await passed.drive(kept)
    assert await days.attempts(kept) == ["not_submitted", "accepted"]
    unlooked = (
        "SELECT count(*) FROM payout_attempts attempt LEFT JOIN payout_screenings seen"
        " ON seen.payout_id = attempt.payout_id AND seen.screened_on ="
        " (attempt.sent_at_clock AT TIME ZONE 'Asia/Shanghai')::date"
        f" WHERE attempt.payout_id = '{kept.payout_id}' AND seen.payout_id IS NULL"
    )
    assert await days.scalar(unlooked) == 0


async def test_who_was_listed_meanwhile_is_not_paid(
    days: Street, kept: Payee, desk: Desk, books: Books
) -> None:
    days.lists.listed.add(application_of(kept))
    await next_day(days)
    await days.drive(kept)
    row = await days.row(kept)
    assert (row.status, row.reason_code) == ("failed", "never_sent")
    assert await days.alerts(kept) == ["listed"]
    assert await days.booked(kept) == ["reserved", "failed"]
    assert await books.balance_of(kept.key) == {}
    assert not await days.drive(kept)
    assert days.truth.of("taken", kept.key) == []
    told_of = "SELECT count(*) FROM outbox WHERE body::text LIKE '%listed%'"
    assert await days.scalar(told_of) == 0
    made = expect(await desk.maker.post(f"/v1/contracts/{kept.contract}/payouts"), 201)
    assert made["status"] == "ready"
    await books.agree()


async def test_it_is_over_when_the_one_before_it_is_said_to_have_arrived(
    closed: Street, street: Street, payee: NewPayee, desk: Desk, books: Books
) -> None:
    failed, second = await failed_and_renewed(street, payee, desk)
    await closed.drive(second)
    assert await closed.attempts(second) == ["not_submitted"]
    await says(street, failed)
    await street.let_time_pass(second)
    await street.drive(second)
    row = await street.row(second)
    assert (row.status, row.reason_code) == ("failed", "never_sent")
    assert street.truth.of("taken", second.key) == []
    await books.agree()


async def test_without_an_answer_it_is_kept_until_there_is_one(days: Street, kept: Payee) -> None:
    await next_day(days)
    days.lists.answer = away
    await days.drive(kept)
    row = await days.row(kept)
    assert (row.status, row.claimed_until) == ("submitted", None)
    assert row.next_try_at > row.updated_at
    assert days.truth.of("taken", kept.key) == []
    days.lists.answer = None
    await days.let_time_pass(kept)
    await days.until(kept, "settled")


async def test_while_a_group_is_late_it_is_kept_and_a_person_sees_why(
    days: Street, kept: Payee, books: Books
) -> None:
    await next_day(days)
    days.lists.answer = group_late
    await days.drive(kept)
    row = await days.row(kept)
    assert (row.status, row.is_for_a_person) == ("submitted", True)
    assert await days.alerts(kept) == ["group_late"]
    days.lists.answer = None
    await days.let_time_pass(kept)
    row = await days.until(kept, "settled")
    assert not row.is_for_a_person
    await books.agree()


async def test_a_condition_that_is_met_no_more_stops_it(
    days: Street, kept: Payee, books: Books
) -> None:
    async with days.service.sessions.begin() as session:
        account = "UPDATE payee_accounts SET usable_from = '2027-01-01' WHERE contract_id = :id"
        await session.execute(text(account), {"id": kept.contract_id})
    await next_day(days)
    await days.drive(kept)
    row = await days.row(kept)
    assert (row.status, row.reason_code) == ("failed", "never_sent")
    assert await days.alerts(kept) == []
    assert days.truth.of("taken", kept.key) == []
    await books.agree()


async def test_a_person_stops_it_and_another_may_follow(
    street: Street, kept: Payee, desk: Desk, books: Books
) -> None:
    stopped = expect(await cancel(kept, desk), 201)
    assert (stopped["status"], stopped["reason_code"]) == ("failed", "fraud_suspected")
    assert await street.booked(kept) == ["reserved", "failed"]
    assert not await street.drive(kept)
    made = expect(await desk.maker.post(f"/v1/contracts/{kept.contract}/payouts"), 201)
    await street.until(replace(kept, payout_id=uuid_of("pay", made["id"])), "settled")
    assert street.truth.of("taken", kept.key) == []
    await books.agree()


async def test_nobody_stops_it_while_an_order_may_be_on_its_way(
    street: Street, kept: Payee, desk: Desk, books: Books
) -> None:
    order = await driving.take_up(kept.payout_id, street.paying)
    assert isinstance(order, HandIn)
    refused(await cancel(kept, desk), 409, "transition_not_allowed")
    await driving.make(order, street.paying)
    assert (await street.row(kept)).status == "settled"
    await books.agree()


async def test_what_the_rail_has_told_us_of_is_not_stopped_but_asked_about(
    street: Street, kept: Payee, desk: Desk, books: Books
) -> None:
    body = told(kept, status="processing", settled_on=None)
    expect(await street.call(body, signed(body)), 200)
    refused(await cancel(kept, desk), 409, "transition_not_allowed")
    await street.until(kept, "settled")
    assert await street.attempts(kept) == ["not_submitted", "accepted"]
    await books.agree()


async def test_stopping_and_paying_at_once_is_one_of_the_two(
    days: Street, kept: Payee, desk: Desk, books: Books
) -> None:
    await next_day(days)
    drivers = [asyncio.create_task(days.drive(kept)) for _ in range(3)]
    answer = await cancel(kept, desk)
    await asyncio.gather(*drivers)
    await days.let_time_pass(kept)
    row = await days.until(kept, "settled", "failed")
    assert (row.status == "failed") == (answer.status_code == 201)
    assert len(days.truth.of("taken", kept.key)) == (row.status == "settled")
    await books.agree()


async def test_a_refund_that_never_left_goes_out_with_no_look(
    closed: Street, street: Street, payee: NewPayee, client_for: ClientFor, books: Books
) -> None:
    waiting = await payee(Case.EARLY)
    await street.drive(waiting)
    back = await refunded(waiting, client_for)
    await closed.drive(back)
    await street.until(back, "settled")
    assert await street.attempts(back) == ["not_submitted", "accepted"]
    assert await looks(street, back) == []
    await books.agree()


async def test_a_refund_that_never_left_is_over_when_the_failed_one_is_said_to_have_arrived(
    closed: Street, street: Street, payee: NewPayee, client_for: ClientFor, books: Books
) -> None:
    waiting, failed = await failed_refund(street, payee, client_for, ordinary_account())
    back = await refunded(waiting, client_for)
    await closed.drive(back)
    await arrives(street, failed)
    await street.let_time_pass(back)
    await street.drive(back)
    row = await street.row(back)
    assert (row.status, row.reason_code) == ("failed", "earlier_payout_arrived")
    assert street.truth.of("taken", back.key) == []
    await books.agree()


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.title)
async def test_f1_f3_a_look_that_is_struck_is_made_up_for(
    point: DisbursementPoint, deed: Deed, days: Street, kept: Payee, books: Books
) -> None:
    await next_day(days)
    await striking(point, deed)(lambda: days.drive(kept))
    await days.let_time_pass(kept)
    await days.until(kept, "settled")
    assert len(days.truth.of("moved", kept.key)) == 1
    await books.agree()
