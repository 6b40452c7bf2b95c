"""The lender's books, as an auditor reads them."""

from collections.abc import Iterator

from deploy.demo.caller import Json
from deploy.demo.town import Town
from deploy.demo.words import amount, minor, spoken


class OutOfBalance(Exception):
    """The books do not hold; the message says where."""


async def show_books(town: Town) -> None:
    """Tell every account's balance, that they add up, and what else must hold of the books.

    Raises Refused and OutOfBalance.
    """
    auditor = town.staff("auditor")
    balance = await auditor.get("/v1/ledger/trial-balance")
    town.teller.did("auditor", f"reads the trial balance of {balance['as_of']}")
    head = ("account", "kind", "debits", "credits", "balance")
    town.teller.table(head, [*_accounts(balance), *_totals(balance)], words=2)
    if not balance["is_balanced"]:
        raise OutOfBalance("Debits are not credits.")
    asked = await auditor.get("/v1/ledger/invariants")
    broken = [each["sentence"] for each in asked["data"] if not each["ok"]]
    if broken:
        raise OutOfBalance(f"This does not hold: {'; '.join(broken)}.")
    town.teller.did("auditor", f"asks {len(asked['data'])} questions of the books: all is well")


def _accounts(balance: Json) -> Iterator[tuple[str, ...]]:
    for each in balance["accounts"]:
        figures = (amount(each[column]) for column in ("debits", "credits", "balance"))
        yield spoken(each["account"]), each["kind"], *figures


def _totals(balance: Json) -> Iterator[tuple[str, ...]]:
    for total in balance["totals"]:
        debits, credited = total["debits"], total["credits"]
        difference = minor(debits["amount"] - credited["amount"], debits["currency"])
        yield "in all", "", amount(debits), amount(credited), difference
