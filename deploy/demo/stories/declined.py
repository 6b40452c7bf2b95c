"""A no: why, in the borrower's words, what would change it, and that it does."""

from typing import Final

from deploy.demo import applying
from deploy.demo.applying import MEANS, TO_DECISION
from deploy.demo.caller import Json
from deploy.demo.journey import Journey
from deploy.demo.town import Town
from deploy.demo.words import yuan
from deploy.sandbox.bureau.truth_table import Case

TITLE: Final = "A loan that is declined, and what would change it"
# What a month leaves carries the instalments of six months, not those of three.
POORER: Final = dict(MEANS) | {
    "monthly_income": yuan(8_000),
    "monthly_sales": yuan(12_000),
    "monthly_costs": yuan(4_000),
    "monthly_household_costs": yuan(5_000),
}
WISH: Final = {"amount": yuan(6_000), "term_months": 3, "financials": POORER}


async def tell(town: Town) -> None:
    """Walk it. Raises Refused and NothingHappened."""
    borrower = await applying.register(town, Case.CLEAN)
    journey = await applying.draft(town, borrower, WISH, TO_DECISION)
    await journey.follow("declined")
    change = await _explained(journey)
    changed = WISH | {"amount": change["amount"], "term_months": change["term_months"]}
    anew = await applying.draft(town, borrower, changed, TO_DECISION)
    await anew.follow("approved")
    town.teller.did("underwriting", "decides by the same rules", "approved")
    await applying.show_offer(anew)


async def _explained(journey: Journey) -> Json:
    """Tell the explanation; the answer is the change that names another term."""
    explained = await applying.explanation_of(journey)
    teller = journey.teller
    teller.did("underwriting", f"decides, by {explained['decided_by']}", explained["outcome"])
    teller.said(explained["summary"]["en"])
    teller.note("why, in the borrower's words (in Chinese as well):")
    for reason in explained["reasons"]:
        advice = f" {reason['advice']['en']}" if reason["advice"] else ""
        teller.said(f"{reason['en']}{advice}")
    teller.note("what would change it:")
    for change in explained["changes"]:
        teller.said(change["words"]["en"])
    (term,) = (change for change in explained["changes"] if change["kind"] == "term")
    return dict(term)
