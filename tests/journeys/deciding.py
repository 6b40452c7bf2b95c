"""The underwriter's and the approver's side of one application, through the gateway."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Self

import httpx

from services.kit.clock import SystemClock
from services.kit.roles import Role
from tests.journeys.applying import yuan
from tests.journeys.person import Json, Person, Town, expect
from tests.journeys.waiting import eventually

REFUSAL = {"reasons": ["repayment_capacity"], "note": "收入不足"}
QUESTION = {"text": "每月销售额是多少？", "items": ["monthly_sales"]}


@dataclass(frozen=True)
class Desk:
    """Two people, and the case before them: `path` is where it is."""

    underwriter: Person
    approver: Person
    path: str

    @classmethod
    async def of(cls, town: Town, application: str, status: str = "manual") -> Self:
        """The desk of an application's case, once the case has that status."""
        underwriter = town.somebody(Role.UNDERWRITER)
        number = application.rpartition("/")[2]
        query = {"application_id": number, "status": status}

        async def found() -> list[Json]:
            cases: list[Json] = expect(200, await underwriter.get("/v1/cases", **query))["data"]
            return cases

        (case,) = await eventually(found)
        path = f"/v1/cases/{case['id']}"
        return cls(underwriter, town.somebody(Role.APPROVER), path)

    def worked_by(self, underwriter: Person, approver: Person) -> Self:
        """The same case before others."""
        return replace(self, underwriter=underwriter, approver=approver)

    async def read(self) -> Json:
        """The case as it stands."""
        return expect(200, await self.underwriter.get(self.path))

    async def step(self, who: Person, name: str, body: Json | None = None) -> httpx.Response:
        """Take the case a step further, at the version that stands."""
        etag = (await who.get(self.path)).headers["etag"]
        return await who.post(f"{self.path}/{name}", body, etag=etag)

    async def claimed(self) -> None:
        """Put it on the underwriter's desk."""
        expect(201, await self.step(self.underwriter, "claims"))

    async def recommended(self, amount_yuan: int, **changed: Any) -> Json:
        """Recommend an amount over twelve months."""
        await self.claimed()
        wish = {"amount": yuan(amount_yuan), "term_months": 12, "note": "流水稳定"}
        answer = await self.step(self.underwriter, "recommendations", wish | changed)
        return expect(201, answer)

    async def asked(self) -> None:
        """Ask the borrower about sales."""
        await self.claimed()
        due_on = (SystemClock().today() + timedelta(days=7)).isoformat()
        question = QUESTION | {"due_on": due_on}
        expect(201, await self.step(self.underwriter, "information-requests", question))
