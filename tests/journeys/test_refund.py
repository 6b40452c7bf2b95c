"""Money paid in twice goes back to the borrower's account, and the whole deployment knows it."""

from deploy.sandbox.rail.truth_table import Case
from services.kit.roles import Role
from tests.journeys.borrowing import Deal, truth
from tests.journeys.person import Json, Town, expect
from tests.journeys.running_stack import RunningStack
from tests.journeys.waiting import eventually

PAID_TWICE = {"amount": 30_000, "currency": "CNY"}


async def test_a_refund_that_two_people_approved_arrives_at_the_borrowers_account(
    town: Town, stack: RunningStack
) -> None:
    deal = await Deal.signed(town, Case.ORDINARY)
    loan = await deal.loan()
    path = f"/v1/loans/{loan['id']}"
    maker, checker = town.somebody(Role.FINANCE_MAKER), town.somebody(Role.FINANCE_CHECKER)
    receipt = {
        "amount": PAID_TWICE,
        "channel": "bank_transfer",
        "external_reference": f"twice-{loan['id']}",
    }
    waiting = expect(201, await maker.post(f"{path}/repayments", receipt))
    paid_out = await deal.payout(deal.borrower, "settled")
    account = expect(200, await deal.borrower.get(f"/v1/payouts/{paid_out['id']}"))
    left = waiting["unapplied"]
    wanted = {
        "repayment_id": waiting["id"],
        "amount": left,
        "payee_account_id": account["payee_account_id"],
    }
    proposed = expect(201, await maker.post(f"{path}/refunds", wanted))
    step = proposed["next_step"]
    assert step["actor"] == "finance_checker"
    approved = await checker.post(step["calls"][0]["path"], etag=f'"{proposed["version"]}"')
    refund = f"{path}/refunds/{expect(201, approved)['id']}"

    async def is_paid() -> Json:
        found = expect(200, await deal.borrower.get(refund))
        return found if found["status"] == "paid" else {}

    paid = await eventually(is_paid)
    payout = expect(200, await deal.borrower.get(f"/v1/payouts/{paid['payout_id']}"))
    assert (payout["kind"], payout["amount"]) == ("refund", left)
    (moved,) = truth(stack, payout, "moved")
    assert (moved["amount"], moved["settled_on"]) == (left["amount"], paid["paid_on"])
    contract = expect(200, await deal.borrower.get(deal.contract))
    assert contract["status"] == "effective"
