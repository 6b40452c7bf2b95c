"""The job queue of one service: pgqueuer's tables in the service's own schema.

A job only wakes a worker; what must not be lost is in tables of our own. Every name is set here,
so that no environment variable of the library can move them.
"""

from datetime import timedelta
from functools import cache
from typing import Final

import asyncpg
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.qb import (
    QueryBuilderEnvironment,
    QueryQueueBuilder,
    QuerySchedulerBuilder,
)
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.domain.settings import DBSettings, Durability
from pgqueuer.domain.types import Channel
from sqlalchemy import column, delete, func, select, table

from services.kit.database import Sessions

_NOTES: Final = ("pgqueuer_log", "pgqueuer_statistics")
RELAY_ENTRYPOINT: Final = "relay"
LOG_KEPT_DAYS: Final = 7
LOG_ROWS_FORGOTTEN_MAX: Final = 10_000  # of each table, per round


@cache  # they are made once: the library reads the environment each time
def queue_settings(schema: str) -> DBSettings:
    """Where the queue of the service with this schema lives, and the channel that wakes it.

    Channels belong to the whole database, so each service has its own. Statistics and log may
    be lost in a crash; jobs may not.
    """
    return DBSettings(
        prefix="",
        db_schema=schema,
        channel=Channel(f"ch_pgqueuer_{schema}"),
        function="fn_pgqueuer_changed",
        statistics_table="pgqueuer_statistics",
        queue_status_type="pgqueuer_status",
        queue_table="pgqueuer",
        queue_table_log="pgqueuer_log",
        trigger="tg_pgqueuer_changed",
        schedules_table="pgqueuer_schedules",
        durability=Durability.balanced,
        widen_id=False,
    )


def queue_ddl(schema: str) -> tuple[str, str]:
    """The library's own statements that create the queue in `schema`, and that drop it."""
    builder = QueryBuilderEnvironment(queue_settings(schema))
    return builder.build_install_query(create_schema=False), builder.build_uninstall_query()


def queue_on(connection: asyncpg.Connection, schema: str) -> Queries:
    """The queue of `schema` as seen through one connection, and so inside its transaction."""
    settings = queue_settings(schema)
    return Queries(
        AsyncpgDriver(connection),
        QueryBuilderEnvironment(settings),
        QueryQueueBuilder(settings),
        QuerySchedulerBuilder(settings),
    )


def job_sql(entrypoint: str, payload: str) -> str:
    """The insert of a job as the library's own `enqueue` makes it, of SQL for either value.

    In one statement with what else a transaction writes; it returns what `log_sql` notes.
    """
    return (
        "INSERT INTO pgqueuer (priority, entrypoint, payload, execute_after, headers, status)"  # noqa: S608 - parameters
        f" VALUES (0, {entrypoint}, {payload}, now(), 'null', 'queued')"
        " RETURNING id, entrypoint, priority"
    )


def log_sql(job: str) -> str:
    """The insert of the library's note on a job that was inserted in the part `job`."""
    return (
        "INSERT INTO pgqueuer_log (job_id, status, entrypoint, priority)"  # noqa: S608 - a part's name
        f" SELECT id, 'queued', entrypoint, priority FROM {job}"
    )


async def forget_old_log(sessions: Sessions) -> None:
    """Remove what the library noted about jobs more than `LOG_KEPT_DAYS` ago, some rows at a time.

    It keeps these notes for ever; ours on each delivery are in the outbox.
    """
    before = func.now() - timedelta(days=LOG_KEPT_DAYS)
    async with sessions.begin() as session:
        for notes in (table(name, column("id"), column("created")) for name in _NOTES):
            old = select(notes.c.id).where(notes.c.created < before).order_by(notes.c.created)
            await session.execute(
                delete(notes).where(notes.c.id.in_(old.limit(LOG_ROWS_FORGOTTEN_MAX)))
            )
