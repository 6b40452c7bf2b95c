"""Everybody who acts in the stories, the date they live on, and where what they print goes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Final, Self
from uuid import uuid4

import httpx

from deploy.demo.caller import Caller, Json
from deploy.demo.papers import Papers
from deploy.demo.telling import Teller
from deploy.demo.waiting import until

CLOCK: Final = "/v1/sandbox/clock"
TRAINER: Final = "trainer"
# Whom the system calls what, and the seeded user who is one.
STAFF: Final = {
    "loan_officer": "officer",
    "underwriter": "underwriter",
    "approver": "approver",
    "deputy": "deputy",
    "finance_maker": "finance_maker",
    "finance_checker": "finance_checker",
    "auditor": "auditor",
    TRAINER: TRAINER,
}
_TIMEOUT_S: Final = 20.0
_CLOCK_EVERY_S: Final = 0.2  # each look asks all four services


class Town:
    """The seeded staff, each logged in once, new borrowers, and the business date all share."""

    def __init__(
        self, http: httpx.AsyncClient, staff: dict[str, Caller], teller: Teller, papers: Papers
    ) -> None:
        self._http = http
        self._staff = staff
        self.teller = teller
        self.papers = papers

    @classmethod
    @asynccontextmanager
    async def at(cls, url: str, teller: Teller, papers: Papers) -> AsyncIterator[Self]:
        """The town behind a gateway. Raises Refused and httpx.TransportError."""
        async with httpx.AsyncClient(base_url=url, timeout=_TIMEOUT_S, trust_env=False) as http:
            logins = await asyncio.gather(*(Caller.log_in(http, name) for name in STAFF.values()))
            yield cls(http, dict(zip(STAFF, logins, strict=True)), teller, papers)

    async def newcomer(self) -> Caller:
        """A borrower nobody has met before. Raises Refused."""
        return await Caller.log_in(self._http, f"borrower-{uuid4().hex}")

    def staff(self, actor: str) -> Caller:
        """The one of the staff whom the system calls `actor`."""
        return self._staff[actor]

    async def today(self) -> date:
        """The business date. Raises Refused."""
        return date.fromisoformat((await self.staff(TRAINER).get(CLOCK))["business_date"])

    async def wait_for(self, day: date) -> None:
        """Move the clock to `day`, and return when every service has closed the days before.

        Raises Refused.
        """
        trainer = self.staff(TRAINER)
        await trainer.post(CLOCK, {"business_date": day.isoformat()})

        async def done() -> Json | None:
            clock = await trainer.get(CLOCK)
            return clock if clock["state"] == "done" else None

        await until(f"the days before {day} to be closed", done, every_s=_CLOCK_EVERY_S)
