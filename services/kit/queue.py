"""The job queue of one service: pgqueuer's tables in the service's own schema.

A job only wakes a worker; what must not be lost is in tables of our own. Every name is set here,
so that no environment variable of the library can move them.
"""

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


RELAY_ENTRYPOINT: Final = "relay"
