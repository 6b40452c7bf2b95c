"""From the accepted offer to the running loan, and what can go wrong with the money on its way."""

import asyncio
from datetime import timedelta

import httpx

from deploy.sandbox.rail.truth_table import Case
from services.kit.roles import Role
from tests.journeys.applying import next_step, statuses, until, yuan
from tests.journeys.borrowing import Deal, approve, day, truth
from tests.journeys.person import Person, Town, expect, refused
from tests.journeys.running_stack import RunningStack
from tests.journeys.waiting import eventually

LARGE = 80_000  # yuan: above what one machine may pay out
TO_ACTIVE = ["offer_accepted", "contracting", "contracted", "disbursing", "disbursed", "active"]


async def test_two_people_pay_out_what_was_disclosed_signed_and_decided(
    town: Town, stack: RunningStack
) -> None:
    """The whole leg, and what comes next is said at each step of it."""
    deal = await Deal.struck(town, LARGE)
    step = await deal.next_asks_for("post_contract_cost_disclosure_reading")
    assert step["call"]["path"] == f"{deal.contract}/cost-disclosure/readings"
    await deal.disclose()
    await deal.next_asks_for("post_contract_signature")
    await deal.sign()
    await deal.next_asks_for("post_payee_account")
    assert (await deal.name_account(Case.ORDINARY))["is_usable"] is True
    step = await deal.next_waits_for("finance_checker")
    assert (step["status"], step["call"], step["missing"]) == ("contracted", None, [])
    payout = await deal.payout(deal.borrower, "ready")
    await approve(town.somebody(Role.FINANCE_MAKER), payout)
    await approve(town.somebody(Role.FINANCE_CHECKER), payout)
    settled = await deal.payout(deal.borrower, "settled")

    loan = await deal.loan()
    assert (loan["status"], loan["principal"]) == ("active", yuan(LARGE))
    (moved,) = truth(stack, settled, "moved")
    assert (moved["amount"], moved["settled_on"]) == (LARGE * 100, loan["disbursed_on"])
    schedule = expect(200, await deal.borrower.get(f"/v1/loans/{loan['id']}/schedule"))
    first = schedule["rows"][0]
    assert sum(row["principal"] for row in schedule["rows"]) == LARGE * 100
    assert day(first["due_on"]) > day(loan["disbursed_on"])
    # The fee of the first day is charged beside the principal, and falls due before anything else.
    step = await deal.step()
    due = (loan["id"], schedule["fees_at_disbursement"])
    assert (step["about"], step["amount"]["amount"]) == due
    assert (await statuses(deal.borrower, deal.application))[-6:] == TO_ACTIVE


async def test_z5_nobody_approves_a_payout_twice_or_one_they_decided_on(town: Town) -> None:
    deal = await Deal.signed(town, Case.ORDINARY, LARGE)
    payout = await deal.payout(deal.borrower, "ready")
    both = town.somebody(Role.FINANCE_MAKER, Role.FINANCE_CHECKER)
    assert (await approve(both, payout))["status"] == "ready"
    assert (await approve(both, payout, 403))["code"] == "own_work"
    for person in (deal.borrower, deal.decider):
        assert person is not None
        assert (await approve(person, payout, 403))["code"] == "insufficient_scope"
    assert (await deal.payout(deal.borrower, "ready"))["id"] == payout["id"]


async def test_z1_nobody_else_sees_contract_account_payout_or_loan(town: Town) -> None:
    deal = await Deal.signed(town, Case.ORDINARY)
    loan = await deal.loan()
    (listed,) = await deal.payouts(deal.borrower)
    payout = expect(200, await deal.borrower.get(f"/v1/payouts/{listed['id']}"))
    stranger = town.somebody(Role.BORROWER)
    for path in (
        *(deal.contract, f"{deal.contract}/conditions", f"/v1/payouts/{payout['id']}"),
        *(f"/v1/payee-accounts/{payout['payee_account_id']}", f"/v1/loans/{loan['id']}"),
    ):
        expect(200, await deal.borrower.get(path))
        refused(404, "not_found", await stranger.get(path))
    for things in ("contracts", "payee-accounts", "payouts", "loans"):
        assert expect(200, await stranger.get(f"/v1/{things}"))["data"] == []


async def test_p1_a_payout_nobody_answered_for_is_found_and_not_sent_again(
    town: Town, stack: RunningStack
) -> None:
    deal = await Deal.signed(town, Case.MOVED_SILENT)
    await deal.payout(deal.borrower, "unknown")
    settled = await deal.payout(deal.borrower, "settled")
    assert len(truth(stack, settled, "moved")) == 1
    assert (await deal.loan())["payout_id"] == settled["id"]
    assert len(truth(stack, settled, "moved")) == 1


async def test_a_closed_account_fails_the_payout_and_another_one_is_paid(
    town: Town, stack: RunningStack
) -> None:
    deal = await Deal.signed(town, Case.CLOSED_SINCE)
    failed = await deal.payout(deal.borrower, "failed")
    assert failed["reason_code"] == "account_closed"
    await until(deal.borrower, deal.application, "disbursing")
    step = await deal.next_asks_for("post_payee_account")
    assert step["blocked_because"] == "payout_failed"

    # In place of an account the bank refuses there is nothing to cool off from.
    assert (await deal.name_account(Case.ORDINARY))["is_usable"] is True
    maker = town.somebody(Role.FINANCE_MAKER)
    expect(201, await maker.post(f"{deal.contract}/payouts"))
    settled = await deal.payout(maker, "settled")
    assert settled["id"] != failed["id"]
    assert (await deal.loan())["payout_id"] == settled["id"]
    assert (truth(stack, failed, "moved"), len(truth(stack, settled, "moved"))) == ([], 1)


async def test_c9_leaving_and_paying_at_once_is_one_of_the_two(
    town: Town, stack: RunningStack
) -> None:
    """The borrower voids the contract at the very moment its payout is approved and sent."""
    deal = await Deal.signed(town, Case.ORDINARY, LARGE)
    maker, checker = town.somebody(Role.FINANCE_MAKER), town.somebody(Role.FINANCE_CHECKER)
    payout = await deal.payout(maker, "ready")
    await approve(maker, payout)
    path = f"/v1/payouts/{payout['id']}"
    approved_at = (await checker.get(path)).headers["etag"]
    signed_at = (await deal.borrower.get(deal.contract)).headers["etag"]
    left, approved = await asyncio.gather(
        deal.borrower.post(f"{deal.contract}/voids", {"reason": "changed_mind"}, etag=signed_at),
        checker.post(f"{path}/approvals", etag=approved_at),
    )
    ended = await deal.payout(maker, "settled", "cancelled")
    moved = truth(stack, ended, "moved")
    if left.status_code == 201:
        assert (ended["status"], moved) == ("cancelled", [])
        await until(deal.borrower, deal.application, "withdrawn")
    else:
        assert (left.status_code, approved.status_code) == (409, 201)
        assert (ended["status"], len(moved)) == ("settled", 1)
        await deal.loan()


async def test_p10_money_that_comes_back_days_later_unfunds_the_loan(
    moving_stack: RunningStack, moving_gateway: httpx.AsyncClient
) -> None:
    """Another account is named, paid on a later day, and the loan runs from that day."""
    town = Town(moving_gateway, moving_stack)
    deal = await Deal.signed(town, Case.RETURNED)
    first = await deal.loan()
    trainer = await Person.log_in(moving_gateway, "trainer")
    await trainer.post("/v1/sandbox/clock", {"advance_days": 3})
    returned = await deal.payout(deal.borrower, "returned")
    assert len(truth(moving_stack, returned, "returned")) == 1

    async def is_unfunded() -> bool:
        loan = expect(200, await deal.borrower.get(f"/v1/loans/{first['id']}"))
        return (loan["status"], loan["disbursed_on"]) == ("pending", None)

    await eventually(is_unfunded)
    step = await deal.next_asks_for("post_payee_account")
    assert (step["status"], step["blocked_because"]) == ("disbursing", "payout_returned")

    await deal.name_account(Case.ORDINARY)
    step = await deal.next_waits_for("finance_maker")
    assert (step["call"], step["blocked_because"]) == (None, "payout_returned")
    maker = town.somebody(Role.FINANCE_MAKER)
    expect(201, await maker.post(f"{deal.contract}/payouts"))
    again = await deal.loan()
    assert again["id"] == first["id"]
    assert day(again["disbursed_on"]) >= day(first["disbursed_on"]) + timedelta(days=3)
    assert (await next_step(deal.borrower, deal.application))["about"] == again["id"]
