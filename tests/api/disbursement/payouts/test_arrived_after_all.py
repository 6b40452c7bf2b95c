"""P9 after another payout: what failed is said to have arrived, and nobody is paid twice."""

from dataclasses import replace
from datetime import timedelta

import pytest

from deploy.sandbox.rail.truth_table import Case
from services.kit.identifiers import uuid_of
from tests.api.disbursement.payouts.book import Books
from tests.api.disbursement.payouts.conftest import NewPayee, strictly
from tests.api.disbursement.payouts.desk import Desk
from tests.api.disbursement.payouts.street import Payee, Street
from tests.api.disbursement.payouts.test_take_callback import signed, told
from tests.api.disbursement.signing import shown, void
from tests.api.signed_clients import expect, refused
from tests.sandbox_accounts import magic_account, ordinary_account

FAILED = {"outcome": "failed", "settled_on": None, "reason": "the bank has no such order"}
IN_SUSPENSE = {"cash": -3_000_000, "suspense": 3_000_000}


async def failed_and_renewed(
    street: Street, payee: NewPayee, desk: Desk, number: str | None = None
) -> tuple[Payee, Payee]:
    """A payout that failed, and the one in its place, which is ready."""
    failed = await failed_with_another_account(street, payee, number)
    made = expect(await desk.maker.post(f"/v1/contracts/{failed.contract}/payouts"), 201)
    second = Payee(failed.client, failed.contract_id, uuid_of("pay", made["id"]), failed.offer, "")
    return failed, second


async def failed_with_another_account(
    street: Street, payee: NewPayee, number: str | None = None
) -> Payee:
    """A payout that failed, and another account to pay to."""
    failed = await payee(Case.CLOSED_SINCE)
    await street.until(failed, "failed")
    await street.verify(await failed.name_account(number or ordinary_account()))
    return failed


async def says(street: Street, payee: Payee, **changed: object) -> None:
    """The rail calls back about it, under an event of its own."""
    body = told(payee, **changed)
    assert (await street.call(body, signed(body))).status_code == 200


async def test_p9_the_same_contradiction_on_another_day_is_taken_too(
    street: Street, payee: NewPayee, books: Books
) -> None:
    waiting = await payee()
    await street.until(waiting, "settled")
    for _ in range(2):
        await says(street, waiting, status="failed", settled_on=None)
        street.service.advance(timedelta(days=1))
    assert (await street.row(waiting)).status == "settled"
    assert await street.alerts(waiting) == ["conflicting_answer"] * 2
    assert await street.booked(waiting) == ["reserved", "settled", "failed_after_settling"]
    await books.agree()


@pytest.mark.parametrize("days", [("2026-11-23", "2026-11-24"), (None, "2026-11-24")], ids=str)
async def test_p9_the_first_day_it_is_said_to_have_arrived_on_stands(
    days: tuple[str | None, str], street: Street, payee: NewPayee, books: Books
) -> None:
    failed = await payee(Case.CLOSED_SINCE)
    await street.until(failed, "failed")
    for day in days:
        await says(street, failed, settled_on=day)
    assert await street.alerts(failed) == ["conflicting_answer"] * 2
    assert await books.balance_of(failed.key) == IN_SUSPENSE
    await books.agree()


@pytest.mark.parametrize("day", ["2020-01-01", "2199-12-31"])
async def test_p9_what_arrived_on_a_day_it_cannot_have_is_booked_as_of_today(
    day: str, street: Street, payee: NewPayee, books: Books
) -> None:
    failed = await payee(Case.CLOSED_SINCE)
    await street.until(failed, "failed")
    await says(street, failed, settled_on=day)
    dated = "SELECT value_date FROM journal_entries WHERE source_id = :id AND event = :event"
    event = {"id": failed.payout_id, "event": "settled_after_failing"}
    assert await street.column(dated, **event) == [street.service.clock.today()]
    await books.agree()


@pytest.mark.parametrize("hands", [0, 2], ids=["ready", "approved"])
async def test_p9_what_was_not_sent_in_its_place_is_cancelled(
    hands: int, street: Street, payee: NewPayee, desk: Desk, books: Books
) -> None:
    failed, second = await failed_and_renewed(street, payee, desk)
    with strictly(street):
        for somebody in (desk.maker, desk.checker)[:hands]:
            await desk.approve(second, by=somebody)
    await says(street, failed)
    row = await street.row(second)
    assert (row.status, row.reason_code) == ("cancelled", "earlier_payout_arrived")
    assert not await street.drive(second)
    assert street.truth.of("taken", second.key) == []
    assert await street.alerts(failed) == ["conflicting_answer"]
    assert await books.balance_of(failed.key) == IN_SUSPENSE
    await books.agree()


async def test_p9_no_other_is_prepared_while_its_money_is_in_suspense(
    street: Street, payee: NewPayee, desk: Desk, books: Books
) -> None:
    failed = await failed_with_another_account(street, payee)
    await says(street, failed)
    answer = await desk.maker.post(f"/v1/contracts/{failed.contract}/payouts")
    refused(answer, 409, "earlier_payout_arrived")
    count = "SELECT count(*) FROM payouts WHERE contract_id = :id"
    assert await street.scalar(count, id=failed.contract_id) == 1
    await books.agree()


async def test_p9_its_contract_is_not_left_while_its_money_is_in_suspense(
    street: Street, payee: NewPayee
) -> None:
    failed = await payee(Case.CLOSED_SINCE)
    await street.until(failed, "failed")
    await says(street, failed)
    refused(await void(failed.client, failed.contract_id), 409, "payment_under_way")
    assert (await shown(failed.client, failed.contract_id))["status"] == "signed"


async def test_p9_what_was_sent_in_its_place_stays_the_banks_business(
    street: Street, payee: NewPayee, desk: Desk
) -> None:
    failed, second = await failed_and_renewed(street, payee, desk)
    await street.until(second, "settled")
    await says(street, failed)
    assert (await street.row(second)).status == "settled"
    assert await street.alerts(failed) == ["conflicting_answer"]


async def test_p9_what_is_unknown_in_its_place_is_not_sent_again(
    street: Street, payee: NewPayee, desk: Desk, books: Books
) -> None:
    silent = magic_account(Case.SILENT)
    failed, second = await failed_and_renewed(street, payee, desk, silent)
    await street.drive(second)
    assert (await street.row(second)).status == "unknown"
    await says(street, failed)
    for _ in range(3):
        await street.let_time_pass(second)
        await street.drive(second)
    row = await street.row(second)
    assert (row.status, row.is_for_a_person) == ("unknown", True)
    assert await street.attempts(second) == ["ambiguous"]
    assert await street.alerts(second) == ["earlier_payout_arrived"]
    assert street.truth.of("taken", second.key) == []
    for somebody in (desk.maker, desk.checker):
        version = await desk.version(second)
        path, finding = f"{second.path}/resolutions", FAILED
        expect(await somebody.post(path, finding, version=version), 201)
    assert (await street.row(second)).status == "failed"
    answer = await desk.maker.post(f"/v1/contracts/{failed.contract}/payouts")
    refused(answer, 409, "earlier_payout_arrived")
    await books.agree()


@pytest.mark.parametrize("words", [("settled", "returned"), ("returned", "settled")], ids=str)
async def test_p9_what_came_back_again_may_be_paid_anew(
    words: tuple[str, str], street: Street, payee: NewPayee, desk: Desk, books: Books
) -> None:
    failed = await failed_with_another_account(street, payee)
    for word in (*words, *words):
        await says(street, failed, status=word, returned_on="2026-11-23")
    assert (await street.row(failed)).status == "failed"
    assert await street.alerts(failed) == ["conflicting_answer"] * 4
    assert await books.balance_of(failed.key) == {}
    there_and_back = ["settled_after_failing", "returned_after_failing"]
    assert await street.booked(failed) == ["reserved", "failed", *there_and_back]
    made = expect(await desk.maker.post(f"/v1/contracts/{failed.contract}/payouts"), 201)
    second = replace(failed, payout_id=uuid_of("pay", made["id"]))
    await says(street, failed)
    await street.until(second, "settled")
    await books.agree()
