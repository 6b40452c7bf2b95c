"""One moment of the whole deployment: the four schemas, what the rail did, what was sealed."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

import asyncpg
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

CONNECT_TIMEOUT_S: Final = 10.0
# Reading everything takes longer than anything a request may do; one snapshot serves it all.
SERVER_SETTINGS: Final = {
    "application_name": "invariants",
    "timezone": "UTC",
    "default_transaction_isolation": "repeatable read",
    "default_transaction_read_only": "on",
    "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    "jit": "off",
}
UNSENT_AFTER: Final = timedelta(minutes=5)

_SEE: Final = text("SELECT set_config('search_path', :schema, true)")


@dataclass(frozen=True, slots=True)
class Outside:
    """What is kept outside the database: the lines each service's seals were told in, and the
    lines of the rail's own book.

    A service that is not named, and a rail without a book, is not compared with the outside.
    """

    seals: Mapping[str, Sequence[str]] = field(default_factory=dict)
    transfers: Sequence[Mapping[str, Any]] | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the invariants are asked of; an event may be untold for `unsent_after`, not longer."""

    session: AsyncSession
    outside: Outside
    unsent_after: timedelta

    async def see(self, schema: str) -> None:
        """Let names without a schema mean the tables of `schema` from now on."""
        await self.session.execute(_SEE, {"schema": schema})


@asynccontextmanager
async def snapshot_of(
    dsn: str, outside: Outside, unsent_after: timedelta
) -> AsyncIterator[Snapshot]:
    """The database at `dsn`, an address of a superuser, as it is now."""

    async def connect() -> asyncpg.Connection:
        return await asyncpg.connect(
            dsn, timeout=CONNECT_TIMEOUT_S, server_settings=SERVER_SETTINGS
        )

    engine = create_async_engine("postgresql+asyncpg://", async_creator=connect, poolclass=NullPool)
    try:
        async with AsyncSession(engine) as session:
            yield Snapshot(session, outside, unsent_after)
    finally:
        await engine.dispose()
