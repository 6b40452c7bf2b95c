"""What a loan takes from the accepted offer to the money, through the gateway."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from deploy.sandbox.bureau.truth_table import Case as Record
from deploy.sandbox.rail.book import Book
from deploy.sandbox.rail.truth_table import Case
from services.disbursement.contracts.domain.signing import INTENTS
from services.kit.roles import Role
from tests.journeys.applying import (
    SMALL,
    STALL,
    Applicant,
    a_borrower,
    accept_at_intake,
    move,
    next_step,
    offer_of,
    until,
)
from tests.journeys.deciding import Desk
from tests.journeys.person import Json, Person, Town, expect
from tests.journeys.running_stack import RunningStack
from tests.journeys.waiting import eventually
from tests.sandbox_accounts import magic_account

BANK = "102100099996"
LANGUAGE = "zh-CN"


@dataclass(frozen=True)
class Deal:
    """An application whose offer was accepted, its contract, and who decided on it by hand."""

    borrower: Person
    application: str
    contract_id: str
    decider: Person | None

    @property
    def contract(self) -> str:
        """The contract's path."""
        return f"/v1/contracts/{self.contract_id}"

    @classmethod
    async def struck(cls, town: Town, amount_yuan: int = SMALL) -> "Deal":
        """A deal the machine made, or, for what is too much for it, two people."""
        return await cls.struck_with(town, await a_borrower(town, Record.CLEAN), amount_yuan)

    @classmethod
    async def struck_with(
        cls, town: Town, applicant: Applicant, amount_yuan: int = SMALL
    ) -> "Deal":
        """Such a deal, with this borrower."""
        borrower = applicant.person
        application = await applicant.applied(amount_yuan)
        decider = None
        if amount_yuan > SMALL:
            await accept_at_intake(town.somebody(Role.LOAN_OFFICER), application)
            desk = await Desk.of(town, application)
            await desk.recommended(amount_yuan)
            expect(201, await desk.step(desk.approver, "approvals"))
            decider = desk.approver
        await until(borrower, application, "approved")
        offer = await offer_of(borrower, application)
        await move(borrower, f"/v1/offers/{offer['id']}", "acceptances")
        step = await until(borrower, application, "contracting")
        return cls(borrower, application, step["about"], decider)

    @classmethod
    async def signed(cls, town: Town, case: Case, amount_yuan: int = SMALL) -> "Deal":
        """A deal with everything done but the payment, to an account of this row of the table."""
        deal = await cls.struck(town, amount_yuan)
        await deal.name_account(case)
        await deal.disclose()
        await deal.sign()
        return deal

    async def step(self) -> Json:
        """What comes next for the borrower."""
        return await next_step(self.borrower, self.application)

    async def next_asks_for(self, operation: str) -> Json:
        """The next step, once it asks the borrower for that call."""

        async def asks() -> Json:
            step = await self.step()
            is_it = step["call"] is not None and step["call"]["operation_id"] == operation
            return step if is_it else {}

        return await eventually(asks)

    async def next_waits_for(self, actor: str) -> Json:
        """The next step, once it is somebody else's to take."""

        async def waits() -> Json:
            step = await self.step()
            return step if step["actor"] == actor else {}

        return await eventually(waits)

    async def disclose(self) -> None:
        """Begin to read what the loan costs, and confirm when the time for it is over."""
        expect(201, await self.borrower.post(f"{self.contract}/cost-disclosure/readings"))
        disclosure = expect(200, await self.borrower.get(f"{self.contract}/cost-disclosure"))
        body = {"disclosure_hash": disclosure["disclosure_hash"], "language": LANGUAGE}

        async def confirmed() -> bool:
            etag = (await self.borrower.get(self.contract)).headers["etag"]
            path = f"{self.contract}/cost-disclosure/confirmations"
            answer = await self.borrower.post(path, body, etag=etag)
            if answer.status_code == 409:
                assert answer.json()["code"] == "reading_time_not_over", answer.text
                return False
            return bool(expect(201, answer))

        await eventually(confirmed)

    async def sign(self) -> None:
        """Sign, alone."""
        answer = await self.borrower.get(self.contract)
        body = {
            "signer": 1,
            "document_hash": expect(200, answer)["document_sha256"],
            "intent": INTENTS[LANGUAGE],
            "language": LANGUAGE,
        }
        path = f"{self.contract}/signatures"
        expect(201, await self.borrower.post(path, body, etag=answer.headers["etag"]))

    async def name_account(self, case: Case) -> Json:
        """Name an account of the borrower's own, and wait for its bank's word."""
        body = {
            "contract_id": self.contract_id,
            "holder_name": STALL["name"],
            "account_number": magic_account(case),
            "bank_code": BANK,
        }
        account = expect(201, await self.borrower.post("/v1/payee-accounts", body))
        path = f"/v1/payee-accounts/{account['id']}"
        started = await self.borrower.post(f"{path}/verifications", etag='"1"')
        expect(202, started)

        async def verified() -> Json:
            read = expect(200, await self.borrower.get(path))
            return read if read["status"] == "verified" else {}

        return await eventually(verified)

    async def payouts(self, reader: Person) -> list[Json]:
        """Its payouts, the newest first."""
        query = {"contract_id": self.contract_id}
        found: list[Json] = expect(200, await reader.get("/v1/payouts", **query))["data"]
        return found

    async def payout(self, reader: Person, *statuses: str) -> Json:
        """The newest payout once it stands at one of these."""

        async def stands() -> Json:
            found = await self.payouts(reader)
            return found[0] if found and found[0]["status"] in statuses else {}

        return await eventually(stands)

    async def loan(self) -> Json:
        """The loan of a deal that is running."""
        step = await until(self.borrower, self.application, "active")
        return expect(200, await self.borrower.get(f"/v1/loans/{step['about']}"))


async def approve(person: Person, payout: Json, status: int = 201) -> Json:
    """Put a hand under a payout, at the version that stands."""
    path = f"/v1/payouts/{payout['id']}"
    etag = (await person.get(path)).headers.get("etag", '"1"')
    return expect(status, await person.post(f"{path}/approvals", etag=etag))


def truth(stack: RunningStack, payout: Json, event: str) -> list[dict[str, Any]]:
    """What the rail's own book says of a payout: `taken`, `moved`, `failed` or `returned`."""
    lines = Book(stack.home.rail_book).lines()
    return [line for line in lines if (line["key"], line["event"]) == (payout["id"], event)]


def day(text: str) -> date:
    """A business day as the wire spells it."""
    return date.fromisoformat(text)
