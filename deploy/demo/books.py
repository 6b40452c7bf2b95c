"""The lender's books, as an auditor reads them."""

from deploy.demo.town import Town
from deploy.demo.words import amount, minor, spoken


class OutOfBalance(Exception):
    """Debits are not credits; the message has both."""


async def show_trial_balance(town: Town) -> None:
    """Tell every account's balance, and that they add up. Raises Refused and OutOfBalance."""
    balance = await town.staff("auditor").get("/v1/ledger/trial-balance")
    rows = [
        (
            spoken(each["account"]),
            each["kind"],
            amount(each["debits"]),
            amount(each["credits"]),
            amount(each["balance"]),
        )
        for each in balance["accounts"]
    ]
    (total,) = balance["totals"]
    difference = total["debits"]["amount"] - total["credits"]["amount"]
    summed = (amount(total["debits"]), amount(total["credits"]), minor(difference))
    head = ("account", "kind", "debits", "credits", "balance")
    town.teller.did("auditor", f"reads the trial balance of {balance['as_of']}")
    town.teller.table(head, [*rows, ("in all", "", *summed)], words=2)
    if difference or not balance["is_balanced"]:
        raise OutOfBalance(f"The books are out of balance: {summed}")
