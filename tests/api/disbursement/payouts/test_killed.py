"""F1 to F4: whoever pays dies on some line, or sleeps too long; the money still moves once.

A worker is stopped where it waits to write: its connection goes and its task is cancelled, which
is all that another process sees of a death.
"""

import asyncio

import pytest

from deploy.sandbox.rail.truth_table import Case
from services.disbursement.payouts import noting, repository
from services.disbursement.payouts.paying import HandIn, LookAtLists
from services.disbursement.payouts.use_cases import drive_payout as driving
from tests.api.disbursement.payouts.book import Books
from tests.api.disbursement.payouts.conftest import NewPayee
from tests.api.disbursement.payouts.desk import Desk
from tests.api.disbursement.payouts.street import Payee, Street

STEPS = [
    pytest.param("payout_attempts", id="before_the_attempt_is_committed"),
    pytest.param("payout_outcomes", id="after_the_call_before_the_outcome"),
]


async def killed(street: Street, payee: Payee, table: str) -> None:
    """Let a worker begin, and kill it where it waits to write to `table`."""
    async with street.held(table) as hold:
        worker = asyncio.create_task(street.drive(payee))
        await hold.somebody_waits()
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)
        await hold.hang_up()


@pytest.mark.parametrize("table", STEPS)
@pytest.mark.parametrize("case", [Case.ORDINARY, Case.SILENT, Case.MOVED_SILENT])
async def test_f1_f3_a_worker_that_dies_is_made_up_for(
    table: str, case: Case, street: Street, payee: NewPayee, books: Books
) -> None:
    waiting = await payee(case)
    await killed(street, waiting, table)
    await street.let_time_pass(waiting)
    await street.until(waiting, "settled")
    assert len(street.truth.of("moved", waiting.key)) == 1
    await books.agree()


async def test_f1_before_the_attempt_is_written_nothing_was_sent(
    street: Street, payee: NewPayee
) -> None:
    waiting = await payee()
    await killed(street, waiting, "payout_attempts")
    assert street.truth.lines == []
    assert (await street.row(waiting)).status == "approved"
    assert await street.attempts(waiting) == []


async def test_f3_between_the_call_and_its_record_it_is_asked_about_and_not_sent_again(
    street: Street, payee: NewPayee, books: Books
) -> None:
    waiting = await payee(Case.MOVED_SILENT)
    await killed(street, waiting, "payout_outcomes")
    assert len(street.truth.of("moved", waiting.key)) == 1
    assert (await street.row(waiting)).status == "submitted"
    assert await street.attempts(waiting) == [None]
    assert not await street.drive(waiting), "its claim has not run out"
    await street.let_time_pass(waiting)
    await street.drive(waiting)
    assert (await street.row(waiting)).status == "unknown"
    assert await street.attempts(waiting) == ["lost"]
    await street.until(waiting, "settled")
    assert len(street.truth.of("taken", waiting.key)) == 1
    await books.agree()


async def test_f2_a_reply_that_was_lost_is_given_again(
    street: Street, payee: NewPayee, desk: Desk
) -> None:
    waiting = await payee()
    version, path = await desk.version(waiting), f"{waiting.path}/cancellations"
    body = {"reason_code": "borrower_asked"}
    first = await desk.maker.post(path, body, key="once", version=version)
    again = await desk.maker.post(path, body, key="once", version=version)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.content == first.content
    assert (await street.row(waiting)).status == "cancelled"


async def test_f4_who_slept_past_the_claim_writes_nothing(
    street: Street, payee: NewPayee, books: Books
) -> None:
    """A worker asks, and sleeps; another takes over and learns more; the first one wakes."""
    waiting = await payee(Case.MOVED_SILENT)
    look = await driving.take_up(waiting.payout_id, street.paying)
    assert isinstance(look, LookAtLists)
    move = await driving.make(look, street.paying)
    assert isinstance(move, HandIn)
    outcome = await street.rail.pay(move.order)
    await street.let_time_pass(waiting)
    await street.drive(waiting)
    before = await street.row(waiting)
    async with street.service.sessions.begin() as session:
        _, row = await repository.lock_any(session, waiting.payout_id)
        await noting.note_answer(session, row, move, outcome, street.paying)
    after = await street.row(waiting)
    assert (after.status, after.version) == (before.status, before.version) == ("unknown", 6)
    assert await street.attempts(waiting) == ["lost"]
    await street.until(waiting, "settled")
    await books.agree()
