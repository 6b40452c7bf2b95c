"""A loan of a group, from its first member to the money: agreed, judged, signed by all, paid."""

from typing import Final

from deploy.sandbox.rail.truth_table import Case
from services.disbursement.contracts.domain.signing import INTENTS
from services.kit.roles import Role
from tests.journeys.applying import (
    MEANS,
    SMALL,
    Applicant,
    a_borrower,
    accept_at_intake,
    move,
    next_step,
    offer_of,
    until,
    yuan,
)
from tests.journeys.borrowing import LANGUAGE, Deal
from tests.journeys.deciding import Desk
from tests.journeys.person import Json, Person, Town, expect, refused

REASON: Final = {"reason": "wants to leave"}


async def test_a_members_loan_runs_once_all_have_agreed_and_signed_and_the_others_see_no_more(
    town: Town,
) -> None:
    borrower, *others = [await a_borrower(town) for _ in range(3)]
    officer = town.somebody(Role.LOAN_OFFICER)
    application, group = await _drafted(borrower, others, officer)
    for member in (*others, borrower):
        await _agreed(member, group)
    assert expect(200, await borrower.person.get(group))["status"] == "active"
    await move(borrower.person, application, "submissions")
    await accept_at_intake(officer, application)
    desk = await Desk.of(town, application)
    await desk.recommended(SMALL)
    expect(201, await desk.step(desk.approver, "approvals"))
    await until(borrower.person, application, "approved")
    offer = await offer_of(borrower.person, application)
    assert "group_signs" in {each["code"] for each in offer["conditions"]}
    await move(borrower.person, f"/v1/offers/{offer['id']}", "acceptances")
    step = await until(borrower.person, application, "contracting")
    deal = Deal(borrower.person, application, step["about"], desk.approver)
    await deal.name_account(Case.ORDINARY)
    await deal.disclose()
    await deal.sign()
    waiting = await deal.next_waits_for("guarantor")
    assert (waiting["blocked_because"], waiting["call"]) == ("others_to_sign", None)
    for other in others:
        await _signed_as_guarantor(other.person, deal)
    loan = await deal.loan()
    assert (loan["status"], loan["principal"]) == ("active", yuan(SMALL))
    await _seen_by_nobody_else(others[0].person, deal, loan)
    etag = (await officer.get(group)).headers["etag"]
    path = f"{group}/members/{others[0].party['id']}/departures"
    refused(409, "group_in_use", await officer.post(path, REASON, etag=etag))


async def _drafted(
    borrower: Applicant, others: list[Applicant], officer: Person
) -> tuple[str, str]:
    """A draft with all but its group, and the group its next step led to, with its members."""
    wish = {"product_code": "GROUP_CREDIT", "financials": MEANS}
    application = await borrower.complete_draft(SMALL, **wish)
    call = (await next_step(borrower.person, application))["call"]
    body = {"party_id": borrower.party["id"]}
    group = expect(201, await borrower.person.post(call["path"], body))
    path = f"/v1/groups/{group['id']}"
    for other in others:
        await move(officer, path, "members", {"party_id": other.party["id"]})
    return application, path


async def _agreed(member: Applicant, group: str) -> Json:
    """A member reads the text, and agrees to it."""
    text = expect(200, await member.person.get("/v1/group-agreement-text"))
    agreement = {
        "party_id": member.party["id"],
        "text_version": text["version"],
        "text_hash": text["hash"],
        "has_no_relatives_here": True,
    }
    return await move(member.person, group, "agreements", agreement)


async def _signed_as_guarantor(guarantor: Person, deal: Deal) -> None:
    """Find the one contract there is to sign, and sign it."""
    (listed,) = expect(200, await guarantor.get("/v1/contracts"))["data"]
    assert listed["id"] == deal.contract_id
    (own,) = [each for each in listed["signers"] if each["is_yours"]]
    assert own["role"] == "guarantor"
    body = {
        "signer": own["number"],
        "document_hash": listed["document_sha256"],
        "intent": INTENTS[LANGUAGE],
        "language": LANGUAGE,
    }
    await move(guarantor, deal.contract, "signatures", body)


async def _seen_by_nobody_else(guarantor: Person, deal: Deal, loan: Json) -> None:
    """Nothing of the borrower but the contract that was signed."""
    expect(200, await guarantor.get(deal.contract))
    (payout,) = await deal.payouts(deal.borrower)
    whole = expect(200, await deal.borrower.get(f"/v1/payouts/{payout['id']}"))
    for path in (
        *(deal.application, f"{deal.application}/offers", f"{deal.contract}/conditions"),
        *(f"/v1/payouts/{payout['id']}", f"/v1/payee-accounts/{whole['payee_account_id']}"),
        f"/v1/loans/{loan['id']}",
    ):
        refused(404, "not_found", await guarantor.get(path))
    for things in ("applications", "payee-accounts", "payouts", "loans"):
        assert expect(200, await guarantor.get(f"/v1/{things}"))["data"] == []
