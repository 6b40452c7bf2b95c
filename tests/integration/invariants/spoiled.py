"""A deployment's database that a test may spoil: all of it is rolled back."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from deploy.invariants.invariant import Invariant
from deploy.invariants.snapshot import Outside, Snapshot

NOTHING_OUTSIDE: Final = Outside()
# What a column holds that a test says nothing of.
_FILLERS: Final[Mapping[str, Any]] = {
    "text": "x",
    "int2": 1,
    "int4": 1,
    "int8": 1,
    "bool": False,
    "bytea": b"\x00",
    "jsonb": "[]",
    "date": date(2026, 11, 3),
    "timestamptz": datetime(2026, 11, 3, 12, tzinfo=UTC),
    "_text": [],
    "_int8": [],
}


class Spoiled:
    """One transaction of a superuser, without foreign keys: rows and rights as the test likes."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def run(self, statement: str, **named: object) -> None:
        """Run a statement."""
        await self.session.execute(text(statement), named)

    async def plant(self, table: str, **values: Any) -> None:
        """Add a row; columns that must hold something and are not named are filled."""
        schema, _, name = table.partition(".")
        needed = await self.session.execute(
            text(
                "SELECT column_name, udt_name FROM information_schema.columns "
                "WHERE table_schema = :schema AND table_name = :name "
                "AND is_nullable = 'NO' AND column_default IS NULL"
            ),
            {"schema": schema, "name": name},
        )
        filled = {column: _filler(kind) for column, kind in needed.all()} | values
        columns, places = ", ".join(filled), ", ".join(f":{column}" for column in filled)
        await self.run(f"INSERT INTO {table} ({columns}) VALUES ({places})", **filled)

    async def breaches(
        self,
        invariant: Invariant,
        outside: Outside = NOTHING_OUTSIDE,
        unsent_after: timedelta = timedelta(0),
    ) -> list[str]:
        """What the invariant finds in it, as it is told."""
        snapshot = Snapshot(self.session, outside, unsent_after)
        return [str(breach) async for breach in invariant.search(snapshot)]


@asynccontextmanager
async def spoiled(dsn: str) -> AsyncIterator[Spoiled]:
    """A transaction on the database at `dsn` that never commits."""
    engine = create_async_engine(
        dsn.replace("postgresql://", "postgresql+asyncpg://"), poolclass=NullPool
    )
    async with AsyncSession(engine) as session:
        # No foreign key is asked, so that a row needs no family.
        await session.execute(text("SET LOCAL session_replication_role = replica"))
        yield Spoiled(session)
        await session.rollback()
    await engine.dispose()


def _filler(kind: str) -> Any:
    return uuid4() if kind == "uuid" else _FILLERS[kind]
