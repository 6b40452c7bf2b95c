"""A loan that runs: what is due, what is paid, and what the money went to."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from deploy.demo.caller import Caller, Json
from deploy.demo.town import Town
from deploy.demo.words import amount, minor, spoken

PAYMENTS: Final = "/v1/sandbox/payments"
SETTLED: Final = "settled"
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

    async def next_step(self) -> Json:
        """What is due when, and what is late. Raises Refused."""
        return await self.borrower.get(f"{self.path}/next-step")

    async def figures(self) -> Json:
        """What is owed today, in minor units. Raises Refused."""
        loan = await self.borrower.get(self.path)
        return dict(loan["figures"])

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

    async def show_end(self) -> None:
        """Tell that nothing is owed, to the fen. Raises Refused."""
        loan = await self.borrower.get(self.path)
        owed = minor(loan["figures"]["owed"]["total"])
        self.town.teller.did("system", f"nothing is left: {owed}", loan["status"])

    async def reach(self, days: int) -> None:
        """Wait some days. Raises Refused and NothingHappened."""
        await self.town.wait_for(await self.town.today() + timedelta(days=days))

    async def reach_due_day(self) -> Json:
        """Wait until something falls due; the answer is the next step then.

        Raises Refused and NothingHappened.
        """
        due_on = date.fromisoformat((await self.next_step())["due_on"])
        await self.town.wait_for(due_on)
        return await self.next_step()

    async def let_days_pass(self, days: int) -> Json:
        """Wait some days more, and tell what they cost. Raises Refused and NothingHappened."""
        await self.reach(days)
        step, owed = await self.next_step(), (await self.figures())["owed"]
        self.town.teller.did(
            (await self.town.today()).isoformat(),
            f"has paid nothing, and grace ended on {step['grace_ends_on']}: "
            f"{step['days_past_due']} days late, penalty {minor(owed['penalty'])}, "
            f"interest on interest {minor(owed['compound'])}",
            step["condition"],
        )
        return step

    async def pay(self, money: Json, what: str = "pays", mode: str = "repay") -> None:
        """The borrower's bank pays in; tells what the money went to. Raises Refused."""
        paying = {"loan_id": self.loan_id, "amount": money, "mode": mode}
        paid = await self.borrower.post(PAYMENTS, paying)
        parts = Counter[str]()
        for part in paid["allocations"]:
            parts[part["component"]] += part["amount"]["amount"]
        told = ", ".join(f"{spoken(name)} {minor(worth)}" for name, worth in parts.items())
        owed = minor((await self.figures())["outstanding_principal"])
        self.town.teller.did(
            (await self.town.today()).isoformat(),
            f"{what} {amount(money)}: {told}",
            f"{owed} left",
        )


def _row(instalment: Json) -> tuple[str, ...]:
    left = instalment["left"]
    return (
        f"{instalment['number']}",
        instalment["due_on"],
        *(minor(left[component]) for component in ("principal", "interest", "fee", "total")),
        minor(instalment["balance"]),
    )
