"""A small loan that goes well: from the first form to the last fen."""

from typing import Final

from deploy.demo import applying
from deploy.demo.applying import TO_DECISION
from deploy.demo.contracting import TO_PAYOUT
from deploy.demo.town import Town
from deploy.demo.words import yuan
from deploy.sandbox.bureau.truth_table import Case

TITLE: Final = "A small loan, from the first form to the last fen"
WISH: Final = {"amount": yuan(40_000), "term_months": 12}


async def tell(town: Town) -> None:
    """Walk it. Raises Refused and NothingHappened."""
    borrower = await applying.register(town, Case.CLEAN)
    journey = await applying.draft(town, borrower, WISH, {**TO_DECISION, **TO_PAYOUT})
    await journey.follow("approved")
    town.teller.did("underwriting", "decides, by machine, within its own authority", "approved")
    await applying.show_offer(journey)
    step = await journey.follow("contracted")
    town.teller.did("system", step["message"], step["status"])
