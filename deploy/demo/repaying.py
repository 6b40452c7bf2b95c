"""A loan that runs: what came, and what is due."""

from dataclasses import dataclass
from typing import Final

from deploy.demo.caller import Caller, Json
from deploy.demo.town import Town
from deploy.demo.words import amount, minor

_HEAD: Final = ("", "due on", "principal", "interest", "fees", "in all", "left after it")


@dataclass(frozen=True, slots=True)
class Account:
    """A loan as its borrower sees it, and pays on it."""

    town: Town
    borrower: Caller
    loan_id: str

    @property
    def path(self) -> str:
        """Where it is."""
        return f"/v1/loans/{self.loan_id}"

    async def show_schedule(self) -> None:
        """Tell what is still to be paid, day by day. Raises Refused."""
        schedule = await self.borrower.get(f"{self.path}/schedule")
        left = [each for each in schedule["instalments"] if each["left"]["total"]]
        self.town.teller.table(_HEAD, [_row(each) for each in left], words=2)

    async def show_opening(self) -> None:
        """Tell that the money is there, and what is to be paid. Raises Refused."""
        loan = await self.borrower.get(self.path)
        payout = await self.town.staff("finance_checker").get(f"/v1/payouts/{loan['payout_id']}")
        paid = f"pays out {amount(payout['amount'])}, value date {payout['value_date']}"
        self.town.teller.did("disbursement", paid, payout["status"])
        begins = f"loan of {amount(loan['principal'])} until {loan['matures_on']}, to be paid so:"
        self.town.teller.did("repayment", begins, loan["status"])
        await self.show_schedule()


def _row(instalment: Json) -> tuple[str, ...]:
    left = instalment["left"]
    return (
        f"{instalment['number']}",
        instalment["due_on"],
        *(minor(left[component]) for component in ("principal", "interest", "fee", "total")),
        minor(instalment["balance"]),
    )
