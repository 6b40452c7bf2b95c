"""Doing it twice is doing it once: a key, what it asked, and the answer that was given.

The first statement of a use case takes a lock on the key without waiting; then the row is read.
There is no row that says "in progress": the answer is inserted last, in the transaction of the
work, so that a crash leaves nothing behind and the retry simply runs.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit import driver
from services.kit.errors import IdempotencyInFlight, IdempotencyKeyReused
from services.kit.locks import lock_key
from services.kit.reply import Reply

T = TypeVar("T")
U = TypeVar("U")

SUCCESS: Final = range(200, 300)

_LOCK: Final = "SELECT pg_try_advisory_xact_lock($1) AS is_ours"
_FIND: Final = """
    SELECT fingerprint, status, body, etag, location FROM idempotency_keys
    WHERE principal = $1 AND route = $2 AND key = $3
"""
_KEEP: Final = """
    INSERT INTO idempotency_keys
        (principal, route, key, fingerprint, status, body, etag, location)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""


@dataclass(frozen=True, slots=True)
class Once(Generic[T]):
    """One request that must have one effect.

    `principal` owns the key, `route` is method and template ("POST /v1/applications"),
    `fingerprint` the sha256 of what was asked, `render` the pure view of the result.
    """

    principal: str
    route: str
    key: str
    fingerprint: bytes
    render: Callable[[T], Reply] | None = None

    def rendering(self, render: Callable[[U], Reply]) -> "Once[U]":
        """The same request, answered through `render`."""
        return Once(self.principal, self.route, self.key, self.fingerprint, render)

    async def earlier(self, session: AsyncSession) -> Reply | None:
        """The answer this key was given before, or None; the first statement of a use case.

        Raises `IdempotencyInFlight` while another transaction works on the key and
        `IdempotencyKeyReused` when it was used for another request.
        """
        lock = lock_key("idempotency", self.principal, self.route, self.key)
        taken = await driver.fetchrow(session, _LOCK, lock)
        assert taken is not None  # it asks for a value, not for rows
        if not taken["is_ours"]:
            raise IdempotencyInFlight
        found = await driver.fetchrow(session, _FIND, *self._named)
        if found is None:
            return None
        if not hmac.compare_digest(found["fingerprint"], self.fingerprint):
            raise IdempotencyKeyReused
        return Reply(
            found["status"], found["body"], found["etag"], found["location"], replayed=True
        )

    async def keep(self, session: AsyncSession, result: T) -> Reply:
        """Render `result` and remember the answer; the last statement of a use case.

        Only successes are kept: a refusal is raised, rolls back and is judged anew next time.
        """
        if self.render is None:
            raise TypeError(f"{self.route} was not given a view of its result")
        reply = replace(self.render(result), replayed=False)
        if reply.status not in SUCCESS:
            raise ValueError(f"{self.route} may keep only successes, not {reply.status}")
        kept = (self.fingerprint, reply.status, reply.body, reply.etag, reply.location)
        await driver.fetch(session, _KEEP, *self._named, *kept)
        return reply

    @property
    def _named(self) -> tuple[str, str, str]:
        return self.principal, self.route, self.key
