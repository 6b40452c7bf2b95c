"""Doing it twice is doing it once: a key, what it asked, and the answer that was given.

The first statement of a use case takes a lock on the key without waiting; then the row is read.
There is no row that says "in progress": the answer is inserted last, in the transaction of the
work, so that a crash leaves nothing behind and the retry simply runs.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Generic, TypeVar

from sqlalchemy import BigInteger, bindparam, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.errors import IdempotencyInFlight, IdempotencyKeyReused
from services.kit.ledgers import idempotency_keys
from services.kit.locks import lock_key
from services.kit.reply import Reply

T = TypeVar("T")
U = TypeVar("U")

SUCCESS: Final = range(200, 300)

# Made once: SQLAlchemy then knows them again without looking at their parts.
_LOCK: Final = select(func.pg_try_advisory_xact_lock(bindparam("lock", type_=BigInteger())))
_FIND: Final = select(
    *(idempotency_keys.c[name] for name in ("fingerprint", "status", "body", "etag", "location"))
).where(*(idempotency_keys.c[name] == bindparam(name) for name in ("principal", "route", "key")))
_KEEP: Final = insert(idempotency_keys)


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
        if not await session.scalar(_LOCK, {"lock": lock}):
            raise IdempotencyInFlight
        found = (await session.execute(_FIND, self._named)).one_or_none()
        if found is None:
            return None
        if not hmac.compare_digest(found.fingerprint, self.fingerprint):
            raise IdempotencyKeyReused
        return Reply(found.status, found.body, found.etag, found.location, replayed=True)

    async def keep(self, session: AsyncSession, result: T) -> Reply:
        """Render `result` and remember the answer; the last statement of a use case.

        Only successes are kept: a refusal is raised, rolls back and is judged anew next time.
        """
        if self.render is None:
            raise TypeError(f"{self.route} was not given a view of its result")
        reply = replace(self.render(result), replayed=False)
        if reply.status not in SUCCESS:
            raise ValueError(f"{self.route} may keep only successes, not {reply.status}")
        kept = {
            "fingerprint": self.fingerprint,
            "status": reply.status,
            "body": reply.body,
            "etag": reply.etag,
            "location": reply.location,
        }
        await session.execute(_KEEP, self._named | kept)
        return reply

    @property
    def _named(self) -> dict[str, object]:
        return {"principal": self.principal, "route": self.route, "key": self.key}
