"""Somebody at the gateway who is not easily put off, and writes down all that is heard."""

import asyncio
import contextlib
from dataclasses import dataclass
from random import Random
from typing import Any, Final

import httpx

from gateway.dev_issuer.identities import PUBLIC_CLIENT, DemoIdentity
from gateway.dev_issuer.issuer import DevIssuer
from services.kit.roles import Role
from tests.chaos.checker import NOT_THERE, PEEK
from tests.chaos.history import Attempt, History, Outcome
from tests.journeys.person import Json, Person

TRIES_MAX: Final = 16
PAUSES_S: Final = (0.2, 2.0)  # the longest first pause, and the longest of all
LOOKS_MAX: Final = 120
LOOK_EVERY_S: Final = 0.3
DOUBLE_CLICKS: Final = 0.25  # of all changes
# A refusal that says nothing of the same request under the same key a moment later.
ASK_AGAIN: Final = frozenset({"idempotency_in_flight", "rate_limited"})


class Over(Exception):
    """The time is up: nothing new is begun."""


class Refused(Exception):
    """A definite no; `status` and `code` say which."""

    def __init__(self, attempt: Attempt) -> None:
        super().__init__(f"{attempt.kind}: {attempt.status} {attempt.code}")
        self.status = attempt.status
        self.code = attempt.code


class GaveUp(Exception):
    """Nothing was to be had however often it was asked."""


@dataclass(frozen=True)
class Stage:
    """What all who act share."""

    http: httpx.AsyncClient
    issuer: DevIssuer
    history: History
    over: asyncio.Event


class Actor:
    """One person; each of its decisions is drawn from `chance`."""

    def __init__(self, stage: Stage, chance: Random, *roles: Role) -> None:
        self.subject = f"{'-'.join(roles)}-{chance.getrandbits(64):016x}"
        self.stage = stage
        self.chance = chance
        identity = DemoIdentity(self.subject, PUBLIC_CLIENT, frozenset(roles))
        self._person = Person(stage.http, stage.issuer.token_for(identity, identity.scopes))

    async def look(self, path: str, **query: str) -> httpx.Response:
        """Read, again and again until there is an answer. Raises Over, Refused or GaveUp."""
        for tries in range(TRIES_MAX):
            self._require_time()
            with contextlib.suppress(httpx.TransportError):
                answer = await self._person.get(path, **query)
                if answer.is_success:
                    return answer
                if answer.is_client_error:
                    raise Refused(_heard(0, f"look at {path}", (), answer))
            await self._pause(tries)
        raise GaveUp(f"look at {path}")

    async def read(self, path: str, **query: str) -> Json:
        """What is there. Raises as `look` does."""
        body: Json = (await self.look(path, **query)).json()
        return body

    async def put_off(self) -> None:
        """Wait a little for others to do their part. Raises Over."""
        self._require_time()
        await asyncio.sleep(LOOK_EVERY_S)

    async def peek(self, path: str) -> None:
        """Look at what is somebody else's."""
        self._require_time()
        number = self.stage.history.next_operation()
        await self._attempt(number, PEEK, (path,), self._person.get(path))

    async def do(
        self,
        kind: str,
        path: str,
        body: Json | None = None,
        *,
        about: tuple[str, ...],
        etag: str = "",
    ) -> Json:
        """Change something under a key of its own. Raises Over, Refused or GaveUp."""
        self._require_time()
        number = self.stage.history.next_operation()
        key = f"{self.chance.getrandbits(128):032x}"
        clicks = 2 if self.chance.random() < DOUBLE_CLICKS else 1
        for tries in range(TRIES_MAX):
            heard = await asyncio.gather(
                *(
                    self._attempt(
                        number, kind, about, self._person.post(path, body, etag=etag, key=key)
                    )
                    for _ in range(clicks)
                )
            )
            for attempt, answer in heard:
                if attempt.outcome is Outcome.OK and answer is not None:
                    made: Json = answer.json()
                    return made
            for attempt, _ in heard:
                if attempt.outcome is Outcome.FAIL and attempt.code not in ASK_AGAIN:
                    raise Refused(attempt)
            await self._pause(tries)
        raise GaveUp(kind)

    async def upload(self, path: str, content: bytes, media_type: str, **sent: str) -> None:
        """Hand in a paper; whether it arrived is seen by looking."""
        self._require_time()
        try:
            await self._person.put(path, content, media_type, **sent)
        except httpx.TransportError:
            await self._pause(0)

    async def _attempt(
        self, number: int, kind: str, about: tuple[str, ...], asking: Any
    ) -> tuple[Attempt, httpx.Response | None]:
        try:
            answer: httpx.Response = await asking
        except httpx.TransportError:
            unheard = Attempt(number, kind, about, Outcome.UNKNOWN)
            return self.stage.history.note(unheard), None
        return self.stage.history.note(_heard(number, kind, about, answer)), answer

    async def _pause(self, tries: int) -> None:
        """Wait ever longer, and never as long as anybody else."""
        first_s, most_s = PAUSES_S
        await asyncio.sleep(self.chance.uniform(0, min(first_s * 2**tries, most_s)))

    def _require_time(self) -> None:
        if self.stage.over.is_set():
            raise Over


def _heard(number: int, kind: str, about: tuple[str, ...], answer: httpx.Response) -> Attempt:
    """What an answer says: yes, a no that holds, or nothing that can be relied upon."""
    said = answer.json() if "json" in answer.headers.get("content-type", "") else {}
    code = str(said.get("code", "")) if answer.is_error else ""
    if answer.is_success:
        outcome = Outcome.OK
    elif answer.is_client_error and code not in ASK_AGAIN:
        outcome = Outcome.FAIL
    else:
        outcome = Outcome.UNKNOWN
    if kind == PEEK and outcome is Outcome.FAIL and answer.status_code != NOT_THERE:
        outcome = Outcome.OK  # any other no says that there is something
    made = str(said.get("id", "")) if answer.is_success else ""
    return Attempt(number, kind, about, outcome, answer.status_code, code, made)
