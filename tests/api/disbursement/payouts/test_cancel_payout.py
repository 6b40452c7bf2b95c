"""A payout that was not sent is cancelled, and another may follow."""

import asyncio
from collections import Counter

from tests.api.disbursement.payouts.book import Books
from tests.api.disbursement.payouts.conftest import NewPayee
from tests.api.disbursement.payouts.desk import Desk
from tests.api.disbursement.payouts.street import Street

REASON = {"reason_code": "borrower_asked"}


async def test_what_was_not_sent_is_cancelled_and_another_may_follow(
    strict: Street, payee: NewPayee, desk: Desk, books: Books
) -> None:
    waiting = await payee()
    version = await desk.version(waiting)
    path = f"{waiting.path}/cancellations"
    assert (await desk.maker.post(path, REASON, version=version)).status_code == 201
    again = await desk.maker.post(path, REASON, version=await desk.version(waiting))
    assert (again.status_code, again.json()["code"]) == (409, "transition_not_allowed")
    contract = f"/v1/contracts/{waiting.contract}/payouts"
    answers = await asyncio.gather(*(desk.maker.post(contract) for _ in range(4)))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 3}
    assert {answer.json().get("code") for answer in answers} == {None, "payout_live"}
    assert strict.truth.lines == []
    await books.agree()
