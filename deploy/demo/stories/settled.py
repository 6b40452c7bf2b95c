"""A small loan that goes well: from the first form to the last fen."""

from typing import Final

from deploy.demo import applying, books
from deploy.demo.applying import TO_DECISION
from deploy.demo.contracting import TO_PAYOUT
from deploy.demo.journey import Journey
from deploy.demo.repaying import SETTLED, Account
from deploy.demo.town import Town
from deploy.demo.words import spoken, yuan
from deploy.sandbox.bureau.truth_table import Case

TITLE: Final = "A small loan, from the first form to the last fen"
MONTHS: Final = 12
WISH: Final = {"amount": yuan(40_000), "term_months": MONTHS}
LATE: Final = 4
DAYS_LATE: Final = 12


async def tell(town: Town) -> None:
    """Walk it. Raises Refused, NothingHappened and OutOfBalance."""
    borrower = await applying.register(town, Case.CLEAN)
    journey = await applying.draft(town, borrower, WISH, {**TO_DECISION, **TO_PAYOUT})
    await journey.follow("approved")
    town.teller.did("underwriting", "decides, by machine, within its own authority", "approved")
    await applying.show_offer(journey)
    step = await journey.follow("active")
    account = Account(town, borrower.caller, step["about"])
    await account.show_opening()
    await _repay(account)
    await journey.follow(SETTLED)
    await account.show_end()
    await _show_timeline(journey)
    await books.show_trial_balance(town)


async def _repay(account: Account) -> None:
    """Twelve months: one instalment late, all others on their day."""
    step = await account.next_step()
    await account.pay(step["due_by_today"])
    for month in range(1, MONTHS + 1):
        step = await account.reach_due_day()
        if month == LATE:
            step = await account.let_days_pass(DAYS_LATE)
        await account.pay(step["due_by_today"])


async def _show_timeline(journey: Journey) -> None:
    query = {"limit": "100"}
    happened = await journey.borrower.caller.listed(f"{journey.path}/timeline", **query)
    moves = [each for each in happened if each["kind"] == "status_changed"]
    journey.teller.did("timeline", " → ".join(spoken(each["to_status"]) for each in moves))
