"""One application's life in both services: what each hand does, and what was written of it."""

from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import UUID

from services.kit.identifiers import uuid_of
from services.kit.roles import Role
from services.underwriting.cases.use_cases.assess_case import assess_case
from tests.api.application.intake.applicant import (
    PERSON,
    Applicant,
    Json,
    move,
    path_of,
    yuan,
)
from tests.api.signed_clients import expect
from tests.api.underwriting.officers import QUESTION, Bench, bench_for
from tests.contracts.pair import Pair
from tests.sandbox_people import ordinary_person

MEANS = {
    "monthly_income": yuan(30_000),
    "monthly_sales": yuan(60_000),
    "monthly_costs": yuan(30_000),
    "monthly_household_costs": yuan(6_000),
    "existing_monthly_debt_service": yuan(0),
    "existing_debt": yuan(0),
    "years_in_trade": 6,
}
# Nobody can tell without sales: the machine refers.
UNTOLD = {name: means for name, means in MEANS.items() if name != "monthly_sales"}

CREATED = 201

_mobiles = count(13_600_000_000)


@dataclass(frozen=True)
class Life:
    """A borrower's application, and all who have a hand in it."""

    pair: Pair
    borrower: Applicant
    application: Json

    @property
    def id(self) -> UUID:
        """The application's id."""
        return uuid_of("app", self.application["id"])

    async def now(self) -> Json:
        """The application as it stands."""
        return expect(await self.borrower.client.get(path_of(self.application)), 200)

    async def find_case(self) -> tuple[UUID, str] | None:
        """The case's id and status, if underwriting has heard of it."""
        found = await self.pair.rows(
            "underwriting",
            "SELECT case_id, status FROM cases WHERE application_id = :id",
            id=self.id,
        )
        return (found[0]["case_id"], found[0]["status"]) if found else None

    async def case(self) -> tuple[UUID, str]:
        """The case's id and status."""
        found = await self.find_case()
        assert found is not None, "underwriting has not heard of it"
        return found

    async def assessed(self) -> None:
        """Let the worker take the case as far as it can."""
        await assess_case((await self.case())[0], self.pair.desk)

    async def bench(self) -> Bench:
        """A desk with two people nobody has met before."""
        return bench_for(self.pair.deciding, (await self.case())[0])

    async def asked(self) -> None:
        """Ask the borrower about sales."""
        bench = await self.bench()
        await bench.claimed()
        asked = await bench.step(bench.underwriter, "information-requests", QUESTION)
        assert asked.status_code == CREATED, asked.text

    async def answered(self) -> None:
        """Answer the question that is open."""
        path = path_of(self.application, "information-requests")
        (question,) = expect(await self.borrower.client.get(path), 200)["data"]
        answer = {
            "request_id": question["id"],
            "text": "每月约六万元",
            "financials": {"monthly_sales": MEANS["monthly_sales"]},
        }
        moved = await move(self.borrower.client, await self.now(), "information-answers", answer)
        expect(moved, 201)

    async def withdrawn(self) -> None:
        """Leave."""
        expect(await move(self.borrower.client, await self.now(), "withdrawals", {}), 201)

    async def offer(self) -> Json:
        """The one offer made for it."""
        path = path_of(self.application, "offers")
        (offer,) = expect(await self.borrower.client.get(path), 200)["data"]
        assert isinstance(offer, dict)
        return offer

    async def offer_accepted(self) -> None:
        """Accept it."""
        offer = await self.offer()
        path = f"/v1/offers/{offer['id']}/acceptances"
        expect(await self.borrower.client.post(path, version=offer["version"]), 201)

    async def topics(self, service: str) -> list[str]:
        """What a service has to tell of it, in order."""
        about = self.id if service == "application" else (await self.case())[0]
        found = await self.pair.rows(
            service, "SELECT topic FROM outbox WHERE aggregate_id = :id ORDER BY sequence", id=about
        )
        return [row["topic"] for row in found]


async def drafted(pair: Pair, amount_yuan: int = 40_000, **wishes: Any) -> Life:
    """A draft to which nothing is missing, of somebody nobody has met before."""
    client = pair.applying(Role.BORROWER)
    person = PERSON | {"identity_number": ordinary_person(), "mobile": str(next(_mobiles))}
    party = expect(await client.post("/v1/parties", person), 201)
    borrower = Applicant(client, party["id"], pair.application)
    wanted = {"amount": yuan(amount_yuan), "financials": MEANS} | wishes
    return Life(pair, borrower, await borrower.complete_draft(**wanted))


async def begun(pair: Pair, amount_yuan: int = 40_000, **wishes: Any) -> Life:
    """An application that was handed in whole: a small one is accepted at once."""
    draft = await drafted(pair, amount_yuan, **wishes)
    submitted = expect(await draft.borrower.submit(draft.application), 201)
    return Life(pair, draft.borrower, submitted)
