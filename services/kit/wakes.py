"""Waking a worker from within a transaction: the job is there once the commit is, or never.

A job may vanish; whatever must not be lost is in a table of ours, and a round finds it there.
"""

from typing import cast

import asyncpg
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from services.kit.database_faults import raise_unavailable
from services.kit.ledgers import SCHEMA_OPTION
from services.kit.queue import queue_on


async def wake(session: AsyncSession, entrypoint: str, payload: bytes) -> None:
    """Put a job for `entrypoint` into the queue of the session's service, with its commit."""
    connection = await session.connection()
    queue = queue_on(await _driver_connection(connection), _schema_of(connection))
    with raise_unavailable():  # the driver is asked directly, past SQLAlchemy's own translation
        await queue.enqueue(entrypoint, payload)


async def _driver_connection(connection: AsyncConnection) -> asyncpg.Connection:
    raw = await connection.get_raw_connection()
    return cast("asyncpg.Connection", raw.driver_connection)


def _schema_of(connection: AsyncConnection) -> str:
    """The engine's own word for its schema; an engine without one cannot have a queue."""
    schema = connection.engine.get_execution_options().get(SCHEMA_OPTION)
    if not isinstance(schema, str):
        raise TypeError(f"the engine was made without the execution option {SCHEMA_OPTION}")
    return schema
