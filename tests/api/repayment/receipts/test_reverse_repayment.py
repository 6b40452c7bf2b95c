"""Money that turned out not to have come is taken back, by another hand and once."""

import asyncio
from functools import partial

from services.kit.roles import Role
from tests.api.repayment.paying import (
    a_prepayment,
    a_receipt,
    a_refund,
    book_of,
    loan_of,
    pay,
    prepay,
    quote,
    served,
    take_back,
)
from tests.api.repayment.telling import LENT_MINOR
from tests.api.signed_clients import Client, ClientFor, expect, refused


async def test_a_repayment_that_is_taken_back_never_was(
    maker: Client, checker: Client, weekly: str
) -> None:
    before, figures = await book_of(maker, weekly), (await loan_of(maker, weekly))["figures"]
    booked = expect(await pay(maker, weekly, a_receipt(800_000)), 201)
    undone = expect(await take_back(checker, booked), 201)
    assert (undone["status"], undone["reason"]) == ("reversed", "returned_by_bank")
    assert (undone["allocations"], undone["unapplied"]["amount"]) == ([], 0)
    after = await book_of(maker, weekly)
    assert {name: amount for name, amount in after.items() if amount} == before
    assert (await loan_of(maker, weekly))["figures"] == figures


async def test_z5_nobody_takes_back_what_they_booked(client_for: ClientFor, weekly: str) -> None:
    both = client_for(Role.FINANCE_MAKER, Role.FINANCE_CHECKER)
    booked = expect(await pay(both, weekly, a_receipt(100)), 201)
    refused(await take_back(both, booked), 403, "own_work")


async def test_c11_twenty_reversals_at_once_take_it_back_once(
    maker: Client, client_for: ClientFor, weekly: str
) -> None:
    booked = expect(await pay(maker, weekly, a_receipt(800_000)), 201)
    checkers = [client_for(Role.FINANCE_CHECKER) for _ in range(20)]
    answers = await asyncio.gather(*(served(partial(take_back, each, booked)) for each in checkers))
    assert sorted(answer.status_code for answer in answers) == [201] + [412] * 19
    page = expect(await maker.get(f"/v1/loans/{weekly}/transactions"), 200)
    assert [each["kind"] for each in page["data"]] == ["disbursed", "received", "reversed"]


async def test_c11_a_reversal_of_what_was_reversed_is_refused(
    maker: Client, checker: Client, weekly: str
) -> None:
    booked = expect(await pay(maker, weekly, a_receipt(100)), 201)
    undone = expect(await take_back(checker, booked), 201)
    refused(await take_back(checker, undone), 409, "transition_not_allowed")


async def test_a_loan_runs_again_when_money_bounces_of_which_as_much_was_given_back(
    maker: Client, checker: Client, loan_id: str
) -> None:
    bounced = expect(await prepay(maker, loan_id, a_prepayment(20_000)), 201)
    whole = expect(await prepay(maker, loan_id, a_prepayment(LENT_MINOR + 18_000)), 201)
    path = f"/v1/loans/{loan_id}"
    settled = await loan_of(maker, loan_id)
    assert (settled["status"], settled["figures"]["suspense"]) == ("settled", 20_000)
    expect(await maker.post(f"{path}/refunds", a_refund(whole, 20_000)), 201)
    expect(await take_back(checker, bounced), 201)
    loan = await loan_of(maker, loan_id)
    assert (loan["status"], loan["next_due"]["total"]["amount"]) == ("active", 20_000)
    assert (loan["figures"]["suspense"], loan["figures"]["payoff"]) == (-20_000, 20_000)
    refused(await maker.get(f"{path}/certificates/settlement"), 409, "loan_not_settled")
    step = expect(await maker.get(f"{path}/next-step"), 200)
    assert (step["actor"], step["due_by_today"]["amount"]) == ("borrower", 20_000)
    (today, *_) = (await quote(maker, loan_id))["days"]
    assert today["total"]["amount"] == 20_000
    expect(await pay(maker, loan_id, a_receipt(20_000)), 201)
    assert (await loan_of(maker, loan_id))["status"] == "settled"
