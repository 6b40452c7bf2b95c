"""One application, taken wherever its next step leads: as a frontend would that knows no states."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from deploy.demo.caller import Caller, Json
from deploy.demo.people import Somebody
from deploy.demo.telling import Teller
from deploy.demo.town import Town
from deploy.demo.waiting import LOOK_EVERY_S, PATIENCE_S, NothingHappened

# The one of staff whose calls a next step names, and tells to staff alone.
OFFICER: Final = "loan_officer"


@dataclass(frozen=True)
class Borrower:
    """Somebody who has registered, and calls for themselves."""

    caller: Caller
    somebody: Somebody
    party_id: str


@dataclass
class Journey:
    """An application, its borrower, and what they still have to say when they are asked."""

    town: Town
    borrower: Borrower
    path: str
    acts: Mapping[str, "Act"]
    answer: Json = field(default_factory=dict)
    papers: int = 0

    @property
    def teller(self) -> Teller:
        """Who writes it down."""
        return self.town.teller

    @property
    def application_id(self) -> str:
        """The last part of its path."""
        return self.path.rpartition("/")[2]

    async def next_step(self) -> Json:
        """What the borrower is told comes next. Raises Refused."""
        return await self.borrower.caller.get(f"{self.path}/next-step")

    async def follow(self, *statuses: str) -> Json:
        """Take one next step after the other until the application has one of `statuses`.

        Whoever is named acts, by the call that is named. Raises Refused and NothingHappened.
        """
        step: Json = {}
        try:
            async with asyncio.timeout(PATIENCE_S):
                while (step := await self.next_step())["status"] not in statuses:
                    if not await self._act(step):
                        await asyncio.sleep(LOOK_EVERY_S)
        except TimeoutError:
            told = f"{step.get('status')}, {step.get('actor')}: {step.get('message')}"
            raise NothingHappened(f"Waited {PATIENCE_S:.0f} s for {statuses}: {told}") from None
        return step

    async def _act(self, step: Json) -> bool:
        """Whether something was done; False when it is the system's turn, or not told here."""
        caller = self.borrower.caller
        if step["actor"] == OFFICER:
            caller = self.town.staff(OFFICER)
            step = await caller.get(f"{self.path}/next-step")
        call = step["call"]
        act = self.acts.get(call["operation_id"]) if call else None
        return act is not None and await act(self, caller, step)


# What somebody does about a next step; False when there is nothing to do but wait.
Act = Callable[[Journey, Caller, Json], Awaitable[bool]]

_IF_MATCH: Final = "If-Match"


def etag_in(call: Json) -> str:
    """The version a call is to be made at, as the next step says it."""
    found: str = next(each["value"] for each in call["headers"] if each["name"] == _IF_MATCH)
    return found
