"""P1 to P5 and P14: whatever the rail does with an order, the money moves once, and we find out."""

from dataclasses import replace
from datetime import timedelta

import pytest

from deploy.sandbox.rail.truth_table import Case
from services.disbursement.rails.sandbox import HttpRail
from tests.api.disbursement.payouts.book import Books
from tests.api.disbursement.payouts.conftest import RETENTION, NewPayee
from tests.api.disbursement.payouts.street import Street
from tests.roads import Road, Trouble

SETTLED_BOOKS = {"cash": -3_000_000, "funded": 3_000_000}


async def test_an_ordinary_payout_goes_out_by_itself(
    street: Street, payee: NewPayee, books: Books
) -> None:
    waiting = await payee()
    row = await street.until(waiting, "settled")
    assert (row.settled_on, row.rail) == (row.value_date, "sandbox")
    assert await street.attempts(waiting) == ["accepted"]
    assert await books.balance_of(waiting.key) == SETTLED_BOOKS
    assert await street.booked(waiting) == ["reserved", "settled"]
    topics = await street.column(
        "SELECT topic FROM outbox WHERE aggregate_id = :id ORDER BY sequence",
        id=waiting.contract_id,
    )
    assert topics[-7:] == [
        *(f"payout.{status}" for status in ("created", "conditions_pending", "ready")),
        *(f"payout.{status}" for status in ("approved", "submitted", "settled")),
        "contract.effective",
    ]
    await books.agree()


async def test_p1_a_timeout_after_the_money_moved_is_found_by_looking_up(
    street: Street, payee: NewPayee, books: Books
) -> None:
    waiting = await payee(Case.MOVED_SILENT)
    await street.drive(waiting)
    assert (await street.row(waiting)).status == "unknown"
    await street.until(waiting, "settled")
    assert await street.attempts(waiting) == ["ambiguous"]
    assert len(street.truth.of("moved", waiting.key)) == 1
    assert await books.balance_of(waiting.key) == SETTLED_BOOKS
    await books.agree()


async def test_p2_a_timeout_with_no_money_moved_is_handed_in_again_under_the_same_key(
    street: Street, payee: NewPayee, books: Books
) -> None:
    waiting = await payee(Case.SILENT)
    await street.drive(waiting)
    assert (await street.row(waiting)).status == "unknown"
    assert street.truth.of("moved", waiting.key) == []
    await street.until(waiting, "settled")
    assert await street.attempts(waiting) == ["ambiguous", "accepted"]
    assert len(street.truth.of("moved", waiting.key)) == 1
    await books.agree()


async def test_p3_a_transfer_that_shows_late_is_not_paid_again(
    street: Street, payee: NewPayee, books: Books
) -> None:
    waiting = await payee(Case.LATE)
    await street.drive(waiting)
    await street.until(waiting, "settled")
    assert await street.attempts(waiting) == ["ambiguous", "accepted"]
    assert len(street.truth.of("moved", waiting.key)) == 1
    assert len(street.truth.of("taken", waiting.key)) == 1
    await books.agree()


async def test_p4_past_the_retention_nothing_is_sent_and_a_person_decides(
    street: Street, payee: NewPayee, books: Books
) -> None:
    waiting = await payee(Case.FORGETFUL)
    await street.drive(waiting)
    street.service.advance(RETENTION)
    for _ in range(3):
        await street.let_time_pass(waiting)
        await street.drive(waiting)
    row = await street.row(waiting)
    assert (row.status, row.is_for_a_person) == ("unknown", True)
    assert await street.attempts(waiting) == ["ambiguous"]
    assert await street.alerts(waiting) == ["retention_passed"]
    assert len(street.truth.of("moved", waiting.key)) == 1
    await books.agree()


async def test_p4_shortly_before_the_retention_ends_nothing_is_sent_either(
    street: Street, payee: NewPayee
) -> None:
    waiting = await payee(Case.FORGETFUL)
    await street.drive(waiting)
    street.service.advance(RETENTION - timedelta(minutes=5))
    await street.let_time_pass(waiting)
    await street.drive(waiting)
    assert (await street.row(waiting)).is_for_a_person
    assert await street.attempts(waiting) == ["ambiguous"]


@pytest.mark.parametrize("trouble", [Trouble.ANSWER_LOST, Trouble.HALF_CLOSED])
async def test_p1_an_order_cut_off_after_it_arrived_is_looked_up_and_not_sent_again(
    trouble: Trouble, street: Street, payee: NewPayee, books: Books
) -> None:
    waiting = await payee()
    async with Road(street.address) as road, road.suffering(trouble):
        rail = HttpRail(road.address, terms=street.rail.terms)
        assert await replace(street, paying=replace(street.paying, rail=rail)).drive(waiting)
        await rail.aclose()
    assert await street.attempts(waiting) == ["ambiguous"]
    await street.until(waiting, "settled")
    assert await street.attempts(waiting) == ["ambiguous"]
    assert len(street.truth.of("taken", waiting.key)) == 1
    await books.agree()


@pytest.mark.parametrize(
    "case", [Case.FAILING, Case.GARBLED, Case.STRANGE, Case.OVERSIZE, Case.DRIPPING]
)
async def test_p5_noise_is_unknown_until_the_rail_says_plainly(
    case: Case, street: Street, payee: NewPayee, books: Books
) -> None:
    waiting = await payee(case)
    await street.drive(waiting)
    assert (await street.row(waiting)).status == "unknown"
    await street.until(waiting, "settled")
    assert await street.attempts(waiting) == ["ambiguous"]
    await books.agree()


async def test_p5_only_a_documented_refusal_is_a_failure(
    street: Street, payee: NewPayee, books: Books
) -> None:
    waiting = await payee(Case.CLOSED_SINCE)
    row = await street.until(waiting, "failed")
    assert row.reason_code == "account_closed"
    assert await street.attempts(waiting) == ["rejected"]
    assert await books.balance_of(waiting.key) == {}
    assert await street.booked(waiting) == ["reserved", "failed"]
    await books.agree()


async def test_p14_a_busy_rail_is_asked_again_when_it_said(
    street: Street, payee: NewPayee, books: Books
) -> None:
    waiting = await payee(Case.BUSY)
    await street.drive(waiting)
    row = await street.row(waiting)
    assert row.status == "submitted"
    assert not await street.drive(waiting), "the wait it asked for is not over"
    await street.until(waiting, "settled")
    assert await street.attempts(waiting) == ["not_submitted", "not_submitted", "accepted"]
    assert len(street.truth.of("moved", waiting.key)) == 1
    await books.agree()
