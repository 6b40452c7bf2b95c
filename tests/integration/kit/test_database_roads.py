"""The way to Postgres breaks: every wait ends, what was not committed is gone, the pool heals."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from services.kit import database as ground
from services.kit.database import database_ready, make_engine, make_sessions
from services.kit.errors import DatabaseUnavailable
from tests.conftest import PoolSizes
from tests.integration.kit.test_database import KEY
from tests.postgres_run import Addresses
from tests.roads import Road, Trouble

ENDS = [each for each in Trouble if each not in {Trouble.NONE, Trouble.SLOW}]


@contextlib.asynccontextmanager
async def on_a_road(database: Addresses) -> AsyncIterator[tuple[AsyncEngine, Road]]:
    """An engine of the application service with a road between it and the server."""
    url = database.url("application")
    server = url.rpartition("@")[2].partition("/")[0]
    async with Road(f"tcp://{server}") as road:
        engine = make_engine(
            url.replace(server, road.address.removeprefix("tcp://")),
            schema="application",
            settings=PoolSizes(pool_size=1, pool_overflow=0),
        )
        try:
            yield engine, road
        finally:
            await engine.dispose()


@pytest.mark.parametrize("trouble", ENDS)
async def test_f6_whatever_befalls_the_road_it_is_an_outage_and_heals(
    database: Addresses, trouble: Trouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ground, "COMMAND_TIMEOUT_S", 0.5)
    monkeypatch.setattr(ground, "CONNECT_TIMEOUT_S", 1.0)
    async with on_a_road(database) as (engine, road), asyncio.timeout(30):
        await database_ready(engine)
        async with road.suffering(trouble):
            for _ in "ab":  # on the connection there is, and on a new one
                with pytest.raises(DatabaseUnavailable):
                    await database_ready(engine)
        await database_ready(engine)


async def test_f6_a_commit_whose_answer_is_lost_is_told_as_unknown_and_is_kept(
    database: Addresses,
) -> None:
    values = {"source": "road", "id": uuid4()}
    async with on_a_road(database) as (engine, road):

        async def work() -> None:
            async with make_sessions(engine).begin() as session:
                await session.execute(text(KEY), values)
                await road.suffer(Trouble.ANSWER_LOST)

        with pytest.raises(DatabaseUnavailable):
            await work()
        await road.suffer(Trouble.NONE)
        await database_ready(engine)
    admin = await asyncpg.connect(database.admin_dsn)
    query = "SELECT count(*) FROM application.inbox WHERE aggregate_id = $1"
    assert await admin.fetchval(query, values["id"]) == 1
    await admin.close()
