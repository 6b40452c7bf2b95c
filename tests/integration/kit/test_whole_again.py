"""F22: two transactions that take two rows in opposite order, again and again: both are done."""

import asyncio
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from services.kit.database import Sessions, make_sessions
from services.kit.whole_again import TransactionLost, whole_again
from tests.integration.kit.test_database import KEY, engine_for
from tests.postgres_run import Addresses

ROUNDS = 3
ADD = text(
    "UPDATE inbox SET applied_sequence = applied_sequence + 1"
    " WHERE source = 'test' AND aggregate_id = :id"
)


async def crossing(sessions: Sessions, order: tuple[UUID, UUID], met: asyncio.Barrier) -> int:
    """Add one to both rows; the first try has one of them before anybody asks for the other."""
    tries = 0

    async def work() -> None:
        nonlocal tries
        tries += 1
        async with sessions.begin() as session:
            first, second = order
            await session.execute(ADD, {"id": first})
            if tries == 1:
                await met.wait()
            await session.execute(ADD, {"id": second})

    await whole_again(work)
    return tries


async def test_f22_an_opposite_order_pair_in_a_loop_loses_nothing(database: Addresses) -> None:
    one, other = uuid4(), uuid4()
    async with engine_for(database) as engine:
        sessions = make_sessions(engine)
        async with sessions.begin() as session:
            for each in (one, other):
                await session.execute(text(KEY), {"source": "test", "id": each})
        for _ in range(ROUNDS):
            met = asyncio.Barrier(2)
            tries = await asyncio.gather(
                crossing(sessions, (one, other), met), crossing(sessions, (other, one), met)
            )
            assert sorted(tries) == [1, 2], "one of the two was lost, and done again"
        async with sessions() as session:
            found = await session.scalars(
                text("SELECT applied_sequence FROM inbox WHERE aggregate_id = ANY(:ids)"),
                {"ids": [one, other]},
            )
            assert found.all() == [1 + 2 * ROUNDS] * 2


async def test_f22_one_that_reads_what_another_changes_is_done_again(database: Addresses) -> None:
    """A serialization failure is a loss like a deadlock."""
    row, tries = uuid4(), 0
    async with engine_for(database) as engine:
        sessions = make_sessions(engine)
        async with sessions.begin() as session:
            await session.execute(text(KEY), {"source": "test", "id": row})

        async def work() -> None:
            nonlocal tries
            tries += 1
            async with sessions.begin() as session:
                await session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
                await session.execute(text("SELECT count(*) FROM inbox"))
                if tries == 1:
                    async with sessions.begin() as faster:
                        await faster.execute(ADD, {"id": row})
                await session.execute(ADD, {"id": row})

        with pytest.raises(TransactionLost):
            await work()
        tries = 0
        await whole_again(work)
        assert tries == 2
