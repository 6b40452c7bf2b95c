"""A small loan that goes well: from the first form to the last fen."""

from typing import Final

from deploy.demo import applying, books
from deploy.demo.applying import TO_DECISION
from deploy.demo.certifying import show_certificate
from deploy.demo.contracting import TO_PAYOUT
from deploy.demo.journey import Journey
from deploy.demo.repaying import SETTLED, Account
from deploy.demo.town import Town
from deploy.demo.words import spoken, yuan
from deploy.sandbox.bureau.truth_table import Case

TITLE: Final = "A small loan, from the first form to the last fen"
AMOUNT: Final = yuan(40_000)
LATE: Final = 4
DAYS_LATE: Final = 12
PREPAID_AFTER: Final = 6
DAYS_THEN: Final = 10
PREPAID: Final = yuan(10_000)


async def tell(town: Town) -> None:
    """Walk it. Raises Refused, NothingHappened and OutOfBalance."""
    borrower = await applying.register(town, Case.CLEAN)
    months = applying.months_on(await town.today())
    wish = {"amount": AMOUNT, "term_months": months}
    journey = await applying.draft(town, borrower, wish, {**TO_DECISION, **TO_PAYOUT})
    await journey.follow("approved")
    town.teller.did("underwriting", "decides, by machine, within its own authority", "approved")
    await applying.show_offer(journey)
    step = await journey.follow("active")
    account = Account(town, borrower.caller, step["about"])
    await account.show_opening()
    await _repay(account, months)
    await journey.follow(SETTLED)
    await account.show_end()
    await show_certificate(account)
    await _show_timeline(journey)
    await books.show_books(town)


async def _repay(account: Account, months: int) -> None:
    """Month by month: one instalment late, some principal early, all else on its day."""
    step = await account.next_step()
    await account.pay(step["due_by_today"])
    for month in range(1, months + 1):
        step = await account.reach_due_day()
        if month == LATE:
            step = await account.let_days_pass(DAYS_LATE)
        await account.pay(step["due_by_today"])
        if month == PREPAID_AFTER:
            await account.reach(DAYS_THEN)
            await account.pay(PREPAID, "pays before its time", "prepay")
            account.town.teller.note("the same number of instalments, smaller ones:")
            await account.show_schedule()


async def _show_timeline(journey: Journey) -> None:
    query = {"limit": "100"}
    happened = await journey.borrower.caller.listed(f"{journey.path}/timeline", **query)
    moves = [each for each in happened if each["kind"] == "status_changed"]
    journey.teller.did("timeline", " → ".join(spoken(each["to_status"]) for each in moves))
