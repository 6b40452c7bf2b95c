"""Before a loan is paid its people are looked for on the lists, once on each day it may go out."""

import asyncio
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from deploy.sandbox.rail.truth_table import Case
from services.disbursement.payouts import noting, repository, working
from services.disbursement.payouts.paying import LookAtLists
from services.disbursement.payouts.use_cases import drive_payout as driving
from tests.api.disbursement.payouts.book import Books
from tests.api.disbursement.payouts.conftest import NewPayee
from tests.api.disbursement.payouts.desk import Desk
from tests.api.disbursement.payouts.lists import (
    VERSION,
    Answer,
    away,
    group_late,
    of_another,
    refusing,
    unreadable,
)
from tests.api.disbursement.payouts.refund import refunded
from tests.api.disbursement.payouts.street import Payee, Street
from tests.api.signed_clients import ClientFor, expect

DAY = timedelta(days=1)
CANCELLATION = {"reason_code": "lender_refuses"}
LOOKS = "SELECT outcome FROM payout_screenings WHERE payout_id = :id ORDER BY screened_on"


@pytest.fixture
def days(street: Street) -> Iterator[Street]:
    """The street, with a clock that is put back."""
    with street.service.for_a_while():
        yield street


def application_of(payee: Payee) -> str:
    """Whose people are looked for."""
    return str(payee.offer["application"]["id"])


async def looks(street: Street, payee: Payee) -> list[str]:
    """What was written down of each look."""
    return await street.column(LOOKS, id=payee.payout_id)


async def next_day(street: Street) -> None:
    """Let the next business day come, and its review be made."""
    street.service.advance(DAY)
    today = street.service.clock.today()
    await street.tell_day(today)
    await working.reviewing(street.service.sessions)(today)


async def listed(street: Street, payee: NewPayee) -> Payee:
    """Somebody who was listed since the decision, whom the worker has looked for."""
    waiting = await payee(Case.EARLY)
    street.lists.listed.add(application_of(waiting))
    await street.drive(waiting)
    return waiting


async def test_who_is_on_no_list_is_paid_after_a_look(
    street: Street, payee: NewPayee, desk: Desk
) -> None:
    waiting = await payee(Case.EARLY)
    await street.drive(waiting)
    assert (await street.row(waiting)).status == "settled"
    assert street.lists.asked == [(waiting.key, application_of(waiting))]
    (seen,) = expect(await desk.maker.get(waiting.path), 200)["screenings"]
    assert (seen["outcome"], seen["list_version"]) == ("clear", VERSION)
    assert seen["screened_on"] == street.service.clock.today().isoformat()
    assert expect(await waiting.client.get(waiting.path), 200)["screenings"] == []


async def test_who_was_listed_since_is_not_paid_and_a_person_is_told(
    street: Street, payee: NewPayee, desk: Desk
) -> None:
    waiting = await listed(street, payee)
    await street.let_time_pass(waiting)
    await working.sweeping(street.paying)()
    row = await street.row(waiting)
    assert (row.status, row.is_for_a_person) == ("approved", True)
    assert await street.alerts(waiting) == ["listed"]
    assert await street.attempts(waiting) == []
    assert await street.booked(waiting) == []
    assert street.truth.of("taken", waiting.key) == []
    assert street.lists.times_asked(waiting.key) == 1
    shown = expect(await desk.maker.get(waiting.path), 200)
    assert shown["is_for_a_person"] is True
    assert [each["outcome"] for each in shown["screenings"]] == ["listed"]


async def test_nobody_else_learns_of_lists(street: Street, payee: NewPayee, desk: Desk) -> None:
    waiting = await listed(street, payee)
    shown = expect(await waiting.client.get(waiting.path), 200)
    assert (shown["status"], shown["is_for_a_person"]) == ("approved", False)
    assert (shown["screenings"], shown["reason_code"]) == ([], None)
    query = {"contract_id": waiting.contract}
    (own,) = expect(await waiting.client.get("/v1/payouts", **query), 200)["data"]
    (seen,) = expect(await desk.maker.get("/v1/payouts", **query), 200)["data"]
    assert (own["is_for_a_person"], seen["is_for_a_person"]) == (False, True)
    told = "SELECT count(*) FROM outbox WHERE body::text LIKE '%listed%'"
    assert await street.scalar(told) == 0


async def test_once_the_entry_is_gone_the_next_day_pays(
    days: Street, payee: NewPayee, books: Books
) -> None:
    waiting = await listed(days, payee)
    days.lists.listed.clear()
    await days.drive(waiting)
    assert (await days.row(waiting)).status == "approved", "the day's look stands"
    await next_day(days)
    await days.drive(waiting)
    row = await days.row(waiting)
    assert (row.status, row.is_for_a_person) == ("settled", False)
    assert await looks(days, waiting) == ["listed", "clear"]
    assert await days.alerts(waiting) == ["listed"]
    await books.agree()


async def test_a_days_review_has_the_lists_looked_at_once(days: Street, payee: NewPayee) -> None:
    waiting = await listed(days, payee)
    wakes = "SELECT count(*) FROM pgqueuer WHERE entrypoint = 'payout' AND payload = :id"
    before = await days.scalar(wakes, id=waiting.payout_id.bytes)
    await days.review(waiting)
    assert await days.scalar(wakes, id=waiting.payout_id.bytes) == before
    await next_day(days)
    assert await days.scalar(wakes, id=waiting.payout_id.bytes) == before + 1
    await days.drive(waiting)
    assert await looks(days, waiting) == ["listed", "listed"]
    assert await days.alerts(waiting) == ["listed"]


async def test_a_payout_that_stopped_there_is_cancelled_and_the_next_one_looked_at_anew(
    street: Street, payee: NewPayee, desk: Desk
) -> None:
    waiting = await listed(street, payee)
    version, path = await desk.version(waiting), f"{waiting.path}/cancellations"
    over = expect(await desk.maker.post(path, CANCELLATION, version=version), 201)
    assert (over["status"], over["is_for_a_person"]) == ("cancelled", False)
    street.lists.listed.clear()
    path = f"/v1/contracts/{waiting.contract}/payouts"
    made = expect(await desk.maker.post(path), 201)
    await working.sweeping(street.paying)()
    assert expect(await desk.maker.get(f"/v1/payouts/{made['id']}"), 200)["status"] == "settled"


@pytest.mark.parametrize("answer", [away, refusing, unreadable, of_another])
async def test_without_an_answer_nothing_is_sent_and_it_is_asked_again(
    answer: Answer, street: Street, payee: NewPayee
) -> None:
    waiting = await payee(Case.EARLY)
    street.lists.answer = answer
    await street.drive(waiting)
    row = await street.row(waiting)
    assert (row.status, row.is_for_a_person, row.claimed_until) == ("approved", False, None)
    assert row.next_try_at > row.updated_at
    assert (await looks(street, waiting), await street.alerts(waiting)) == ([], [])
    assert street.truth.of("taken", waiting.key) == []
    street.lists.answer = None
    await street.let_time_pass(waiting)
    await street.until(waiting, "settled")


async def stopped_by_the_group(street: Street, payee: NewPayee) -> Payee:
    """A member of a group of which another one is late, whom the worker would pay."""
    waiting = await payee(Case.EARLY)
    street.lists.answer = group_late
    await street.drive(waiting)
    return waiting


async def test_while_a_group_is_late_its_member_is_not_paid_and_a_person_sees_why(
    street: Street, payee: NewPayee, desk: Desk, books: Books
) -> None:
    waiting = await stopped_by_the_group(street, payee)
    await street.let_time_pass(waiting)
    await street.drive(waiting)
    row = await street.row(waiting)
    assert (row.status, row.is_for_a_person, row.claimed_until) == ("approved", True, None)
    assert (await looks(street, waiting), await street.alerts(waiting)) == ([], ["group_late"])
    assert (await street.attempts(waiting), street.lists.times_asked(waiting.key)) == ([], 2)
    assert expect(await desk.maker.get(waiting.path), 200)["is_for_a_person"] is True
    assert expect(await waiting.client.get(waiting.path), 200)["is_for_a_person"] is False
    street.lists.answer = None
    await street.let_time_pass(waiting)
    await working.sweeping(street.paying)()
    row = await street.row(waiting)
    assert (row.status, row.is_for_a_person) == ("settled", False)
    await books.agree()


async def test_who_is_listed_while_the_group_is_late_is_told_of_as_well(
    street: Street, payee: NewPayee
) -> None:
    waiting = await stopped_by_the_group(street, payee)
    street.lists.answer = None
    street.lists.listed.add(application_of(waiting))
    await street.let_time_pass(waiting)
    await street.drive(waiting)
    assert await street.alerts(waiting) == ["group_late", "listed"]
    assert (await street.row(waiting)).is_for_a_person


async def test_what_waits_for_a_group_can_be_cancelled(
    street: Street, payee: NewPayee, desk: Desk
) -> None:
    waiting = await stopped_by_the_group(street, payee)
    version, path = await desk.version(waiting), f"{waiting.path}/cancellations"
    over = expect(await desk.maker.post(path, CANCELLATION, version=version), 201)
    assert (over["status"], over["is_for_a_person"]) == ("cancelled", False)


@pytest.mark.parametrize("days_ahead", [-1, 1])
async def test_a_look_of_another_day_lets_nothing_out(
    days_ahead: int, street: Street, payee: NewPayee
) -> None:
    waiting = await payee(Case.EARLY)
    street.lists.days_ahead = days_ahead
    await street.drive(waiting)
    assert (await street.row(waiting)).status == "approved"
    assert await looks(street, waiting) == ["clear"]
    assert street.truth.of("taken", waiting.key) == []
    street.lists.days_ahead = 0
    await street.let_time_pass(waiting)
    await street.until(waiting, "settled")


async def test_what_is_under_way_is_followed_whoever_is_listed(
    street: Street, payee: NewPayee, books: Books
) -> None:
    waiting = await payee(Case.FAILING)
    await street.drive(waiting)
    assert (await street.row(waiting)).status == "unknown"
    street.lists.listed.add(application_of(waiting))
    await street.until(waiting, "settled")
    assert street.lists.times_asked(waiting.key) == 1
    await books.agree()


async def test_a_refund_of_the_borrowers_own_money_is_not_looked_at(
    street: Street, payee: NewPayee, client_for: ClientFor
) -> None:
    waiting = await payee(Case.EARLY)
    await street.drive(waiting)
    back = await refunded(waiting, client_for)
    street.lists.listed.add(application_of(waiting))
    await street.drive(back)
    assert (await street.row(back)).status == "settled"
    assert await looks(street, back) == []


async def test_what_is_cancelled_while_the_lists_are_looked_at_is_not_sent(
    street: Street, payee: NewPayee, desk: Desk
) -> None:
    waiting = await payee(Case.EARLY)
    look = await driving.take_up(waiting.payout_id, street.paying)
    assert isinstance(look, LookAtLists)
    version, path = await desk.version(waiting), f"{waiting.path}/cancellations"
    expect(await desk.maker.post(path, CANCELLATION, version=version), 201)
    assert await driving.make(look, street.paying) is None
    assert (await street.row(waiting)).status == "cancelled"
    assert await looks(street, waiting) == ["clear"]


async def test_a_look_that_came_while_its_approval_was_void_is_told_of_with_the_next(
    street: Street, payee: NewPayee
) -> None:
    waiting = await payee(Case.EARLY)
    look = await driving.take_up(waiting.payout_id, street.paying)
    assert isinstance(look, LookAtLists)
    await usable_from(street, waiting, "2027-01-01")
    street.lists.listed.add(application_of(waiting))
    assert await driving.make(look, street.paying) is None
    assert (await looks(street, waiting), await street.alerts(waiting)) == (["listed"], [])
    await usable_from(street, waiting, "2026-11-01")
    await street.drive(waiting)
    row = await street.row(waiting)
    assert (row.status, row.is_for_a_person) == ("approved", True)
    assert await street.alerts(waiting) == ["listed"]


async def usable_from(street: Street, payee: Payee, day: str) -> None:
    """Let the account be one from that day on, and the payout be reviewed."""
    account = "UPDATE payee_accounts SET usable_from = CAST(:day AS date) WHERE contract_id = :id"
    async with street.service.sessions.begin() as session:
        await session.execute(
            text(account), {"id": payee.contract_id, "day": date.fromisoformat(day)}
        )
    await street.review(payee)


async def test_who_slept_past_the_claim_lets_nothing_out(
    street: Street, payee: NewPayee, books: Books
) -> None:
    """A worker is told that the way is clear, and sleeps; another hears that it is not."""
    waiting = await payee(Case.EARLY)
    look = await driving.take_up(waiting.payout_id, street.paying)
    assert isinstance(look, LookAtLists)
    seen = await street.paying.lists.look(waiting.payout_id, look.application_id)
    await street.let_time_pass(waiting)
    street.lists.listed.add(application_of(waiting))
    await street.drive(waiting)
    async with street.service.sessions.begin() as session:
        _, row = await repository.lock_any(session, waiting.payout_id)
        assert await noting.note_screening(session, row, look, seen, street.paying) is None
    assert await looks(street, waiting) == ["listed"]
    assert (await street.row(waiting)).status == "approved"
    await books.agree()


async def test_of_many_workers_one_looks_and_one_pays(
    street: Street, payee: NewPayee, books: Books
) -> None:
    waiting = await payee(Case.EARLY)
    await asyncio.gather(*(street.drive(waiting) for _ in range(5)))
    await street.until(waiting, "settled")
    assert street.lists.times_asked(waiting.key) == 1
    assert await street.attempts(waiting) == ["accepted"]
    await books.agree()
