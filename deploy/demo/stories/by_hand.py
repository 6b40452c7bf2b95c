"""A loan the machine refers to people: a question, an answer, and two who decide."""

from datetime import timedelta
from typing import Final

from deploy.demo import applying
from deploy.demo.applying import MEANS, TO_DECISION
from deploy.demo.caller import Caller, Json
from deploy.demo.journey import Journey
from deploy.demo.town import Town
from deploy.demo.waiting import until
from deploy.demo.words import amount, yuan
from deploy.sandbox.bureau.truth_table import Case

TITLE: Final = "A larger loan, decided by people"
AMOUNT: Final = yuan(80_000)
QUESTION: Final = "What do you sell in a month?"
ANSWER: Final = "About 60,000 yuan."
ANSWER_WITHIN: Final = timedelta(days=7)


async def tell(town: Town) -> None:
    """Walk it. Raises Refused and NothingHappened."""
    borrower = await applying.register(town, Case.CLEAN)
    told = {name: means for name, means in MEANS.items() if name != "monthly_sales"}
    months = applying.months_on(await town.today())
    wish = {"amount": AMOUNT, "term_months": months, "financials": told}
    journey = await applying.draft(town, borrower, wish, TO_DECISION)
    await journey.follow("underwriting")
    await _ask(journey)
    journey.answer = {"text": ANSWER, "financials": {"monthly_sales": MEANS["monthly_sales"]}}
    await journey.follow("underwriting")
    await _decide(journey, months)
    await journey.follow("approved")
    await applying.show_offer(journey)


async def _ask(journey: Journey) -> None:
    underwriter = journey.town.staff("underwriter")
    case = await _case_of(journey, underwriter)
    journey.teller.did("underwriting", "refers it to people, and an underwriter takes it", "manual")
    await underwriter.move(case, "claims")
    due_on = await journey.town.today() + ANSWER_WITHIN
    question = {"text": QUESTION, "items": ["monthly_sales"], "due_on": due_on.isoformat()}
    asked = await underwriter.move(case, "information-requests", question)
    journey.teller.did("underwriter", f"asks: “{QUESTION}”", asked["status"])
    await journey.follow("information_requested")


async def _decide(journey: Journey, months: int) -> None:
    """One recommends and may not approve, though the role would allow it; another does."""
    deputy, approver = journey.town.staff("deputy"), journey.town.staff("approver")
    case = await _case_of(journey, deputy)
    await deputy.move(case, "claims")
    wish = {"amount": AMOUNT, "term_months": months, "note": "Steady sales, no debts."}
    recommended = await deputy.move(case, "recommendations", wish)
    told = f"recommends {amount(AMOUNT)}, as an underwriter"
    journey.teller.did("deputy", told, recommended["status"])
    problem = await deputy.refused(f"{case}/approvals", etag=await deputy.version_of(case))
    journey.teller.did(
        "deputy", "is an approver as well, and approves it", f"refused: {problem['code']}"
    )
    journey.teller.said(problem["title"])
    approved = await approver.move(case, "approvals")
    journey.teller.did("approver", "approves it, being somebody else", approved["status"])


async def _case_of(journey: Journey, reader: Caller) -> str:
    """The path of its case, once it waits for people."""
    query = {"application_id": journey.application_id, "status": "manual"}

    async def found() -> Json | None:
        cases = await reader.listed("/v1/cases", **query)
        return cases[0] if cases else None

    case = await until("the case to wait for people", found)
    return f"/v1/cases/{case['id']}"
