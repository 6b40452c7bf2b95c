"""Waking a worker from within a transaction: the job is there once the commit is, or never.

A job may vanish; whatever must not be lost is in a table of ours, and a round finds it there.
"""

from typing import Final

from sqlalchemy import ColumnElement, Text, cast, column, exists, table
from sqlalchemy.ext.asyncio import AsyncSession

from services.kit import driver
from services.kit.queue import job_sql, log_sql

_JOBS: Final = table("pgqueuer", column("entrypoint"), column("payload"), column("status"))
_UNDER_WAY: Final = ("queued", "picked")
_WAKE: Final = f"WITH job AS ({job_sql('$1', '$2')}) {log_sql('job')}"


async def wake(session: AsyncSession, entrypoint: str, payload: bytes) -> None:
    """Put a job for `entrypoint` into the queue of the session's service, with its commit."""
    await driver.fetch(session, _WAKE, entrypoint, payload)


def has_job(entrypoint: str, payload: ColumnElement[bytes]) -> ColumnElement[bool]:
    """Whether a job for `entrypoint` with this payload runs, or waits until it is due: a condition
    of a statement."""
    return exists().where(
        _JOBS.c.entrypoint == entrypoint,
        _JOBS.c.payload == payload,
        cast(_JOBS.c.status, Text).in_(_UNDER_WAY),
    )
