"""An accepted application becomes a case, the case a decision, the decision an offer or a no."""

from deploy.sandbox.bureau.truth_table import Case
from services.kit.roles import Role
from tests.journeys.applying import (
    MEANS,
    SMALL,
    a_borrower,
    accept_at_intake,
    explanation_of,
    move,
    offer_of,
    statuses,
    until,
    yuan,
)
from tests.journeys.deciding import REFUSAL, Desk
from tests.journeys.person import Town, expect, refused


async def test_the_machine_approves_and_the_borrower_accepts_the_offer(town: Town) -> None:
    applicant = await a_borrower(town)
    borrower = applicant.person
    application = await applicant.applied()
    step = await until(borrower, application, "approved")
    offer = await offer_of(borrower, application)
    assert (offer["amount"], offer["term_months"]) == (yuan(SMALL), 12)
    assert offer["instalment"]["amount"] * 12 > offer["amount"]["amount"]
    assert (step["actor"], step["about"]) == ("borrower", offer["id"])

    call = step["call"]
    assert call["path"] == f"/v1/offers/{offer['id']}/acceptances"
    (etag,) = [each["value"] for each in call["headers"] if each["name"] == "If-Match"]
    accepted = expect(201, await borrower.post(call["path"], etag=etag))
    assert accepted["status"] == "accepted"
    assert await statuses(borrower, application) == [
        "draft", "submitted", "accepted", "underwriting", "approved", "offer_accepted",
    ]  # fmt: skip
    explained = await explanation_of(borrower, application)
    assert (explained["outcome"], explained["decided_by"]) == ("approved", "machine")
    assert (explained["reasons"], explained["changes"]) == ([], [])


async def test_z8_an_offer_is_accepted_as_it_was_made_or_not_at_all(town: Town) -> None:
    """No terms can be sent along, no other version is taken, nobody else's offer is found."""
    applicant = await a_borrower(town)
    borrower = applicant.person
    application = await applicant.applied()
    await until(borrower, application, "approved")
    offer = await offer_of(borrower, application)
    path = f"/v1/offers/{offer['id']}/acceptances"
    for wrong in ({"amount": yuan(300_000)}, {"annual_rate": "0"}):
        refused(400, "body_not_expected", await borrower.post(path, wrong, etag='"1"'))
    refused(412, "version_changed", await borrower.post(path, etag='"2"'))
    refused(428, "if_match_required", await borrower.post(path))
    stranger = town.somebody(Role.BORROWER)
    refused(404, "not_found", await stranger.post(path, etag='"1"'))
    assert await offer_of(borrower, application) == offer
    expect(201, await borrower.post(path, etag='"1"'))


async def test_a_bad_record_is_declined_with_reasons_the_borrower_can_read(town: Town) -> None:
    applicant = await a_borrower(town, Case.OFTEN_OVERDUE)
    borrower = applicant.person
    application = await applicant.applied()
    step = await until(borrower, application, "declined")
    assert (step["actor"], step["call"]) == ("nobody", None)
    decision = expect(200, await borrower.get(f"{application}/decision"))
    assert decision["outcome"] == "declined"
    assert decision["reasons"]
    explained = await explanation_of(borrower, application)
    assert {reason["code"] for reason in explained["reasons"]} == {
        reason["code"] for reason in decision["reasons"]
    }
    assert all(reason["en"] and reason["zh"] for reason in explained["reasons"])
    assert explained["summary"]["code"] == "told_declined"
    assert expect(200, await borrower.get(f"{application}/offers"))["data"] == []
    stranger = town.somebody(Role.BORROWER)
    hidden = f"/v1/decisions/{decision['id']}/explanation"
    refused(404, "not_found", await stranger.get(hidden))


async def test_z5_two_people_approve_what_the_machine_refers(town: Town) -> None:
    """The underwriter recommends, the approver approves; one person with both roles may not."""
    applicant = await a_borrower(town)
    borrower = applicant.person
    application = await applicant.applied(80_000)
    officer = town.somebody(Role.LOAN_OFFICER, Role.APPROVER)
    await accept_at_intake(officer, application)
    desk = await Desk.of(town, application)
    both = town.somebody(Role.UNDERWRITER, Role.APPROVER)
    recommended = await desk.worked_by(both, both).recommended(80_000)
    assert recommended["recommendation"]["approvals_needed"] == 1
    refused(403, "own_work", await desk.step(both, "approvals"))
    refused(403, "own_work", await desk.step(officer, "approvals"))
    refused(403, "insufficient_scope", await desk.step(desk.underwriter, "approvals"))

    approved = expect(201, await desk.step(desk.approver, "approvals"))
    assert approved["status"] == "approved"
    await until(borrower, application, "approved")
    offer = await offer_of(borrower, application)
    assert offer["amount"] == yuan(80_000)
    assert (await explanation_of(borrower, application))["decided_by"] == "person"
    await move(borrower, f"/v1/offers/{offer['id']}", "acceptances")
    await until(borrower, application, "offer_accepted")


async def test_a_question_is_answered_and_the_case_is_scored_anew(town: Town) -> None:
    """Without sales nobody can tell; who asked may act again on what was answered."""
    applicant = await a_borrower(town)
    borrower = applicant.person
    told = {name: means for name, means in MEANS.items() if name != "monthly_sales"}
    application = await applicant.applied(financials=told)
    desk = await Desk.of(town, application)
    first = (await desk.read())["decision_id"]
    await desk.asked()

    step = await until(borrower, application, "information_requested")
    assert (step["actor"], step["call"]["operation_id"]) == ("borrower", "post_information_answer")
    (question,) = expect(200, await borrower.get(f"{application}/information-requests"))["data"]
    answer = {
        "request_id": question["id"],
        "text": "每月约六万元",
        "financials": {"monthly_sales": MEANS["monthly_sales"]},
    }
    await move(borrower, application, "information-answers", answer)
    await until(borrower, application, "approved")
    decided = await desk.read()
    assert (decided["status"], decided["submission"]) == ("auto_approved", 2)
    assert decided["decision_id"] != first
    assert (await offer_of(borrower, application))["amount"] == yuan(SMALL)


async def test_z5_who_asked_a_question_may_approve_after_its_answer(town: Town) -> None:
    """Four eyes are counted per submission, and an answer is a new one."""
    applicant = await a_borrower(town, Case.THIN)
    borrower = applicant.person
    application = await applicant.applied()
    desk = await Desk.of(town, application)
    both = town.somebody(Role.UNDERWRITER, Role.APPROVER)
    await desk.worked_by(both, both).recommended(20_000)
    refused(403, "own_work", await desk.step(both, "approvals"))
    expect(201, await desk.step(desk.approver, "returns", {"reason": "先问清楚"}))
    await desk.worked_by(both, both).asked()

    await until(borrower, application, "information_requested")
    (question,) = expect(200, await borrower.get(f"{application}/information-requests"))["data"]
    answer = {"request_id": question["id"], "text": "没有贷过款"}
    await move(borrower, application, "information-answers", answer)
    anew = await Desk.of(town, application)
    assert (await anew.read())["submission"] == 2
    await anew.recommended(20_000)
    expect(201, await anew.step(both, "approvals"))
    await until(borrower, application, "approved")
    assert (await offer_of(borrower, application))["amount"] == yuan(20_000)


async def test_what_is_suggested_instead_is_approved_when_it_is_applied_for(town: Town) -> None:
    """Too much for the machine: its explanation names the amount that would have needed nobody."""
    applicant = await a_borrower(town)
    borrower = applicant.person
    application = await applicant.applied(80_000)
    await accept_at_intake(town.somebody(Role.LOAN_OFFICER), application)
    desk = await Desk.of(town, application)
    referred = (await desk.read())["decision_id"]
    explained = expect(200, await borrower.get(f"/v1/decisions/{referred}/explanation"))
    (amount,) = [change for change in explained["changes"] if change["kind"] == "amount"]
    assert amount["amount"]["amount"] < 8_000_000

    expect(201, await desk.step(desk.underwriter, "claims"))
    expect(201, await desk.step(desk.underwriter, "refusals", REFUSAL))
    await until(borrower, application, "declined")
    await applicant.agree("credit_bureau_query")
    anew = await applicant.applied(
        amount["amount"]["amount"] // 100, term_months=amount["term_months"]
    )
    await until(borrower, anew, "approved")
    assert (await offer_of(borrower, anew))["amount"] == amount["amount"]


async def test_a_suggested_term_is_approved_when_it_is_applied_for(town: Town) -> None:
    """What the month can carry is too little over three months, and enough over more."""
    applicant = await a_borrower(town)
    borrower = applicant.person
    poorer = MEANS | {
        "monthly_income": yuan(8_000),
        "monthly_sales": yuan(12_000),
        "monthly_costs": yuan(4_000),
        "monthly_household_costs": yuan(5_000),
    }
    application = await applicant.applied(6_000, term_months=3, financials=poorer)
    await until(borrower, application, "declined")
    explained = await explanation_of(borrower, application)
    (term,) = [change for change in explained["changes"] if change["kind"] == "term"]
    assert str(term["term_months"]) in term["words"]["en"]
    await applicant.agree("credit_bureau_query")
    anew = await applicant.applied(6_000, term_months=term["term_months"], financials=poorer)
    await until(borrower, anew, "approved")
    offer = await offer_of(borrower, anew)
    assert (offer["amount"], offer["term_months"]) == (yuan(6_000), term["term_months"])
