"""C8, C9 and P15: whoever comes at once, one of them wins, and money is out or it is not."""

import asyncio
from collections import Counter

import pytest

from tests.api.disbursement.payouts.book import Books
from tests.api.disbursement.payouts.conftest import NewPayee
from tests.api.disbursement.payouts.desk import Desk
from tests.api.disbursement.payouts.street import BANK, Street
from tests.sandbox_accounts import ordinary_account

ROUNDS = 8
REASON = {"reason_code": "borrower_asked"}


@pytest.mark.parametrize("_round", range(ROUNDS))
async def test_c8_two_makers_at_once_are_one_hand(
    _round: int, strict: Street, payee: NewPayee, desk: Desk, books: Books
) -> None:
    waiting = await payee()
    version = await desk.version(waiting)
    answers = await asyncio.gather(
        *(each.post(f"{waiting.path}/approvals", version=version) for each in desk.makers)
    )
    assert Counter(answer.status_code for answer in answers) == {201: 1, 412: 1}
    approvals = await strict.column(
        "SELECT hand FROM payout_approvals WHERE payout_id = :id", id=waiting.payout_id
    )
    assert approvals == ["maker"]
    await books.agree()


@pytest.mark.parametrize("_round", range(ROUNDS))
async def test_c8_the_second_hand_and_a_cancellation_at_once(
    _round: int, strict: Street, payee: NewPayee, desk: Desk, books: Books
) -> None:
    waiting = await payee()
    await desk.approve(waiting, by=desk.maker)
    version = await desk.version(waiting)
    approved, cancelled = await asyncio.gather(
        desk.checker.post(f"{waiting.path}/approvals", version=version),
        desk.maker.post(f"{waiting.path}/cancellations", REASON, version=version),
    )
    assert sorted((approved.status_code, cancelled.status_code)) == [201, 412]
    status = (await strict.row(waiting)).status
    assert status == ("approved" if approved.status_code == 201 else "cancelled")
    await books.agree()


@pytest.mark.parametrize("_round", range(ROUNDS))
async def test_c9_cancelled_or_paid_and_never_both(
    _round: int, strict: Street, payee: NewPayee, desk: Desk, books: Books
) -> None:
    waiting = await payee()
    await desk.approve(waiting, by=desk.maker)
    await desk.approve(waiting, by=desk.checker)
    version = await desk.version(waiting)
    cancelled, _ = await asyncio.gather(
        desk.maker.post(f"{waiting.path}/cancellations", REASON, version=version),
        strict.drive(waiting),
    )
    if cancelled.status_code == 201:
        assert strict.truth.lines == []
        assert (await strict.row(waiting)).status == "cancelled"
        assert not await strict.drive(waiting)
        assert strict.truth.lines == []
    else:
        assert cancelled.status_code in {409, 412}
        await strict.until(waiting, "settled")
        assert len(strict.truth.of("moved", waiting.key)) == 1
    await books.agree()


async def test_c9_what_waits_to_be_submitted_is_cancelled_first_or_not_at_all(
    strict: Street, payee: NewPayee, desk: Desk, books: Books
) -> None:
    """The worker stands right before its attempt is written, and the cancellation comes."""
    waiting = await payee()
    await desk.approve(waiting, by=desk.maker)
    await desk.approve(waiting, by=desk.checker)
    version = await desk.version(waiting)
    async with strict.held("payout_attempts") as hold:
        submitting = asyncio.create_task(strict.drive(waiting))
        await hold.somebody_waits()
        cancelling = asyncio.create_task(
            desk.maker.post(f"{waiting.path}/cancellations", REASON, version=version)
        )
    assert await submitting
    assert (await cancelling).status_code in {409, 412}
    await strict.until(waiting, "settled")
    assert len(strict.truth.of("moved", waiting.key)) == 1
    await books.agree()


@pytest.mark.parametrize("_round", range(ROUNDS))
async def test_workers_at_once_hand_in_one_order(
    _round: int, street: Street, payee: NewPayee, books: Books
) -> None:
    waiting = await payee()
    await asyncio.gather(*(street.drive(waiting) for _ in range(5)))
    await street.until(waiting, "settled")
    assert await street.attempts(waiting) == ["accepted"]
    assert len(street.truth.of("taken", waiting.key)) == 1
    await books.agree()


@pytest.mark.parametrize("_round", range(ROUNDS))
async def test_p15_another_account_and_the_payment_at_once(
    _round: int, strict: Street, payee: NewPayee, desk: Desk, books: Books
) -> None:
    """Money goes to the account that was approved, or nowhere until another is approved."""
    waiting = await payee()
    await desk.approve(waiting, by=desk.maker)
    await desk.approve(waiting, by=desk.checker)
    another = {
        "contract_id": waiting.contract,
        "holder_name": waiting.offer["borrower"]["name"],
        "account_number": ordinary_account(),
        "bank_code": BANK,
    }
    named, _ = await asyncio.gather(
        waiting.client.post("/v1/payee-accounts", another), strict.drive(waiting)
    )
    if named.status_code == 201 and (await strict.row(waiting)).status != "settled":
        assert (await strict.row(waiting)).status == "conditions_pending"
        assert strict.truth.lines == []
    else:
        assert named.status_code == 201 or named.json()["code"] == "payout_under_way"
        await strict.until(waiting, "settled")
        (moved,) = strict.truth.of("moved")
        assert moved["number"] == waiting.number
    await books.agree()
