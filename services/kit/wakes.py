"""Waking a worker from within a transaction: the job is there once the commit is, or never.

A job may vanish; whatever must not be lost is in a table of ours, and a round finds it there.
"""

from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit import driver
from services.kit.queue import job_sql, log_sql

_WAKE: Final = f"WITH job AS ({job_sql('$1', '$2')}) {log_sql('job')}"


async def wake(session: AsyncSession, entrypoint: str, payload: bytes) -> None:
    """Put a job for `entrypoint` into the queue of the session's service, with its commit."""
    await driver.fetch(session, _WAKE, entrypoint, payload)
