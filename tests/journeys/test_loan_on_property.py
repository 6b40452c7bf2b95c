"""A loan on property, from the form to the money: named, valued, registered, insured, paid out."""

from typing import Final

from deploy.sandbox.rail.truth_table import Case
from services.kit.roles import Role
from tests.journeys.applying import (
    MEANS,
    STALL,
    Applicant,
    a_borrower,
    accept_at_intake,
    move,
    next_step,
    offer_of,
    until,
    yuan,
)
from tests.journeys.borrowing import Deal, approve
from tests.journeys.deciding import Desk
from tests.journeys.person import Json, Person, Town, expect, refused

AMOUNT: Final = 100_000  # yuan
# Worth 260,000, half of which a shop may carry, less the 50,000 that are owed on it.
LENT: Final = 80_000
VALUERS_FEE: Final = yuan(1_000)
SHOP: Final = {
    "kind": "shop",
    "owner": "borrower",
    "owner_name": STALL["name"],
    "title_number": "京（2020）东城区不动产权第0000001号",
    "place": "北京市东城区示例路1号底商",
    "declared_value": yuan(300_000),
    "prior_liens": yuan(50_000),
}
EVIDENCE: Final = {"reference": "京(2026)东城区不动产证明第0000001号", "note": "Seen in full"}


async def test_a_loan_on_a_shop_runs_once_two_people_saw_its_lien_and_its_insurance(
    town: Town,
) -> None:
    applicant, officer = await a_borrower(town), town.somebody(Role.LOAN_OFFICER)
    borrower = applicant.person
    application = await _submitted(applicant)
    await accept_at_intake(officer, application)
    desk = await _approved(town, application)
    await until(borrower, application, "approved")
    offer = await offer_of(borrower, application)
    assert {each["code"] for each in offer["conditions"]} >= {"lien_registered", "property_insured"}
    await move(borrower, f"/v1/offers/{offer['id']}", "acceptances")
    step = await until(borrower, application, "contracting")
    deal = Deal(borrower, application, step["about"], desk.approver)
    await deal.name_account(Case.ORDINARY)
    await deal.disclose()
    await deal.sign()
    await _secured(town, deal, officer)
    payout = await deal.payout(borrower, "ready")
    await approve(town.somebody(Role.FINANCE_MAKER), payout)
    await approve(town.somebody(Role.FINANCE_CHECKER), payout)
    loan = await deal.loan()
    assert (loan["status"], loan["principal"]) == ("active", yuan(LENT))
    await _owed_to_the_valuer(town.somebody(Role.FINANCE_CHECKER), loan)


async def _owed_to_the_valuer(finance: Person, loan: Json) -> None:
    """The valuer's fee, all there is of fees, is a liability and no income."""
    answer = await finance.get("/v1/ledger/entries", loan_id=str(loan["id"]))
    (entry,) = expect(200, answer)["data"]
    booked = {line["account"]: line["amount"] for line in entry["lines"]}
    assert booked["due_to_third_parties"] == booked["fees_receivable"] == VALUERS_FEE
    assert "fee_income" not in booked


async def _submitted(applicant: Applicant) -> str:
    """An application whose next step asked for its property."""
    borrower = applicant.person
    application = await applicant.draft(AMOUNT, product_code="PROPERTY_SECURED", financials=MEANS)
    call = (await next_step(borrower, application))["call"]
    assert call["operation_id"] == "post_collateral"
    offered = expect(201, await borrower.post(call["path"], SHOP))
    seen = expect(200, await borrower.get(f"{application}/collaterals/{offered['id']}"))
    assert {name: seen[name] for name in SHOP} == SHOP
    await applicant.hand_in_everything(application)
    await move(borrower, application, "submissions")
    return application


async def _approved(town: Town, application: str) -> Desk:
    """Valued for less than was said, recommended as far as that carries, and approved."""
    desk = await Desk.of(town, application)
    (shop,) = expect(200, await desk.underwriter.get(f"{desk.path}/collaterals"))["data"]
    await desk.claimed()
    wish = {"amount": yuan(LENT), "term_months": 12, "note": "估值充足"}
    refused(409, "valuation_wanted", await desk.step(desk.underwriter, "recommendations", wish))
    valuation = {
        "collateral_id": shop["id"],
        "kind": "shop",
        "method": "market_comparison",
        "valued_on": town.today.isoformat(),
        "valuer": "示例评估有限公司",
        "value": yuan(260_000),
        "prior_liens": yuan(50_000),
        "is_mortgageable": True,
        "note": "同街区近三个月成交",
    }
    expect(201, await desk.step(desk.underwriter, "collateral-valuations", valuation))
    beyond = wish | {"amount": yuan(LENT + 1_000)}
    answer = await desk.step(desk.underwriter, "recommendations", beyond)
    problem = refused(409, "terms_not_allowed", answer)
    assert [error["code"] for error in problem["errors"]] == ["limited_by_collateral"]
    expect(201, await desk.step(desk.underwriter, "recommendations", wish))
    expect(201, await desk.step(desk.approver, "approvals"))
    return desk


async def _secured(town: Town, deal: Deal, officer: Person) -> None:
    """Show that the lien is registered and the property insured; nobody pays out before."""
    waiting = await deal.next_waits_for("loan_officer")
    assert waiting["blocked_because"] == "conditions_open"
    open_ones = {gap["pointer"].rpartition("/")[2] for gap in waiting["missing"]}
    assert {"lien_registered", "property_insured"} <= open_ones
    checker = town.somebody(Role.FINANCE_CHECKER)
    for code in sorted(open_ones):
        path = f"{deal.contract}/conditions/{code}"
        shown = expect(201, await officer.post(f"{path}/evidence", EVIDENCE, etag='"1"'))
        if shown["status"] == "evidenced":
            await _accepted(officer, checker, path)
    await deal.next_waits_for("finance_checker")


async def _accepted(officer: Person, checker: Person, path: str) -> Json:
    """What one person showed, another accepts."""
    judgement = {"is_accepted": True, "note": "Compared with the register"}
    own = await officer.post(f"{path}/judgements", judgement, etag='"2"')
    refused(403, "insufficient_scope", own)
    return expect(201, await checker.post(f"{path}/judgements", judgement, etag='"2"'))
