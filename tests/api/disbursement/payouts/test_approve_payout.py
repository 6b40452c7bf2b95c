"""Whose hands a payout above the limit takes, and what they approve."""

from datetime import timedelta

import pytest

from services.kit.identifiers import uuid_of
from services.kit.roles import Role
from tests.api.disbursement.payouts.book import Books
from tests.api.disbursement.payouts.conftest import NewPayee
from tests.api.disbursement.payouts.desk import Desk
from tests.api.disbursement.payouts.street import Street
from tests.api.signed_clients import ClientFor, expect
from tests.sandbox_accounts import ordinary_account

COOLED = timedelta(days=7)


async def test_maker_then_checker_let_it_out(
    strict: Street, payee: NewPayee, desk: Desk, books: Books
) -> None:
    waiting = await payee()
    await strict.drive(waiting)
    assert (await strict.row(waiting)).status == "ready"
    await desk.approve(waiting, by=desk.maker)
    assert (await strict.row(waiting)).status == "ready"
    await desk.approve(waiting, by=desk.checker)
    assert (await strict.row(waiting)).status == "approved"
    await strict.until(waiting, "settled")
    shown = expect(await desk.maker.get(waiting.path), 200)
    assert [each["hand"] for each in shown["approvals"]] == ["maker", "checker"]
    assert [each["approved_by"] for each in shown["approvals"]] == [
        desk.maker.subject,
        desk.checker.subject,
    ]
    await books.agree()


async def test_the_borrower_sees_the_payout_and_no_names(
    strict: Street, payee: NewPayee, desk: Desk
) -> None:
    waiting = await payee()
    await desk.approve(waiting, by=desk.maker)
    shown = expect(await waiting.client.get(waiting.path), 200)
    assert [each["approved_by"] for each in shown["approvals"]] == [None]
    assert (await waiting.client.get(f"{waiting.path}/attempts")).status_code == 403
    assert (await strict.row(waiting)).status == "ready"


@pytest.mark.usefixtures("strict")
async def test_z5_the_same_person_is_one_hand(
    payee: NewPayee, client_for: ClientFor, desk: Desk
) -> None:
    waiting = await payee()
    both = client_for(Role.FINANCE_MAKER, Role.FINANCE_CHECKER)
    await desk.approve(waiting, by=both)
    version = await desk.version(waiting)
    again = await both.post(f"{waiting.path}/approvals", version=version)
    assert (again.status_code, again.json()["code"]) == (403, "own_work")


@pytest.mark.usefixtures("strict")
async def test_z5_who_decided_on_the_loan_or_borrows_it_pays_nothing_out(
    payee: NewPayee, client_for: ClientFor, desk: Desk
) -> None:
    waiting = await payee()
    decided_by = waiting.offer["offer"]["decided_by"][0]
    version = await desk.version(waiting)
    for subject in (decided_by, waiting.client.subject):
        somebody = client_for(Role.FINANCE_MAKER, subject=subject)
        answer = await somebody.post(f"{waiting.path}/approvals", version=version)
        assert (answer.status_code, answer.json()["code"]) == (403, "own_work")


@pytest.mark.usefixtures("strict")
async def test_the_checker_comes_second(payee: NewPayee, desk: Desk) -> None:
    waiting = await payee()
    version = await desk.version(waiting)
    early = await desk.checker.post(f"{waiting.path}/approvals", version=version)
    assert (early.status_code, early.json()["code"]) == (403, "other_hand_needed")


async def test_a_small_payout_needs_nobody(street: Street, payee: NewPayee, desk: Desk) -> None:
    waiting = await payee()
    version = await desk.version(waiting)
    answer = await desk.maker.post(f"{waiting.path}/approvals", version=version)
    assert (answer.status_code, answer.json()["code"]) == (409, "approval_not_needed")
    assert (await street.row(waiting)).status == "ready"


async def test_p15_an_approval_is_for_one_account_and_void_for_another(
    strict: Street, payee: NewPayee, desk: Desk, books: Books
) -> None:
    waiting = await payee()
    await desk.approve(waiting, by=desk.maker)
    await desk.approve(waiting, by=desk.checker)
    first = (await strict.row(waiting)).account_id
    account = await waiting.name_account(ordinary_account())
    await strict.verify(account)
    assert not await strict.drive(waiting)
    row = await strict.row(waiting)
    assert row.status == "conditions_pending", "the new account cools off"
    assert (row.account_id, row.approval_round) == (None, 2)
    assert strict.truth.lines == []
    strict.service.advance(COOLED)
    await strict.review(waiting)
    assert (await strict.row(waiting)).status == "ready"
    await desk.approve(waiting, by=desk.maker)
    await desk.approve(waiting, by=desk.checker)
    row = await strict.until(waiting, "settled")
    assert row.account_id == uuid_of("acct", account["id"]) != first
    [moved] = strict.truth.of("moved", waiting.key)
    assert moved["number"] != waiting.number
    await books.agree()


async def test_p15_a_change_between_the_two_hands_begins_anew(
    strict: Street, payee: NewPayee, desk: Desk
) -> None:
    waiting = await payee()
    await desk.approve(waiting, by=desk.maker)
    account = await waiting.name_account(ordinary_account())
    await strict.verify(account)
    strict.service.advance(COOLED)
    await strict.review(waiting)
    version = await desk.version(waiting)
    second = await desk.checker.post(f"{waiting.path}/approvals", version=version)
    assert (second.status_code, second.json()["code"]) == (403, "other_hand_needed")
    await desk.approve(waiting, by=desk.maker)
    await desk.approve(waiting, by=desk.checker)
    assert (await strict.row(waiting)).account_id == uuid_of("acct", account["id"])
