"""A small loan that goes well: from the first form to the last fen."""

from typing import Final

from deploy.demo import applying
from deploy.demo.applying import TO_DECISION
from deploy.demo.caller import Caller, Json
from deploy.demo.journey import Journey, etag_in
from deploy.demo.town import Town
from deploy.demo.words import yuan
from deploy.sandbox.bureau.truth_table import Case

TITLE: Final = "A small loan, from the first form to the last fen"
WISH: Final = {"amount": yuan(40_000), "term_months": 12}


async def tell(town: Town) -> None:
    """Walk it. Raises Refused and NothingHappened."""
    borrower = await applying.register(town, Case.CLEAN)
    acts = {**TO_DECISION, "post_offer_acceptance": _accept_offer}
    journey = await applying.draft(town, borrower, WISH, acts)
    await journey.follow("approved")
    town.teller.did("underwriting", "decides, by machine, within its own authority", "approved")
    await applying.show_offer(journey)
    await journey.follow("offer_accepted", "contracting")


async def _accept_offer(journey: Journey, caller: Caller, step: Json) -> bool:
    call = step["call"]
    accepted = await caller.post(call["path"], etag=etag_in(call))
    journey.teller.did("borrower", "accepts the offer as it was made", accepted["status"])
    return True
