"""The stack's database from outside: what was written down, and who waits to write."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Self

import asyncpg

from deploy.local.database import DATABASE
from deploy.local.postgres import LocalPostgres
from services.application.destinations.case_messages import SUBMISSIONS, WITHDRAWALS
from services.kit.identifiers import typeid_of, uuid_of
from services.kit.migrations import services_with_history
from services.underwriting.cases.messages import TOPICS
from tests.journeys.running_stack import RunningStack
from tests.journeys.waiting import eventually

_WAITING = (
    "SELECT pid FROM pg_locks WHERE NOT granted AND relation = $1::text::regclass AND database = "
    "(SELECT oid FROM pg_database WHERE datname = current_database())"
)
_UNTOLD = """
    SELECT topic FROM application.outbox AS event WHERE aggregate_id = $1 AND topic = ANY($2)
       AND NOT EXISTS (SELECT 1 FROM application.outbox_deliveries AS told
                        WHERE told.outbox_id = event.outbox_id AND outcome = 'delivered')
    UNION ALL
    SELECT topic FROM underwriting.outbox AS event JOIN underwriting.cases ON case_id = aggregate_id
     WHERE application_id = $1 AND topic = ANY($3)
       AND NOT EXISTS (SELECT 1 FROM underwriting.outbox_deliveries AS told
                        WHERE told.outbox_id = event.outbox_id AND outcome = 'delivered')
"""
_TO_UNDERWRITING = sorted(SUBMISSIONS | WITHDRAWALS)
_TO_APPLICATION = sorted(TOPICS)


@dataclass(frozen=True)
class Ledger:
    """A superuser's connection beside the stack, one for reading and one for holding locks."""

    stack: RunningStack
    reader: asyncpg.Connection
    holder: asyncpg.Connection

    @classmethod
    async def open(cls, stack: RunningStack) -> Self:
        """Connect."""
        port = int(stack.settings["XIAOWEI_POSTGRES_PORT"])
        dsn = LocalPostgres(stack.home.postgres, port).dsn(database=DATABASE)
        return cls(stack, await asyncpg.connect(dsn), await asyncpg.connect(dsn))

    async def close(self) -> None:
        """Leave."""
        await self.reader.close()
        await self.holder.close()

    async def column(self, query: str, *values: Any) -> list[Any]:
        """The first column of what a query finds."""
        return [row[0] for row in await self.reader.fetch(query, *values)]

    @asynccontextmanager
    async def held(self, table: str) -> AsyncIterator[None]:
        """Let everybody read `table` and nobody write it, until the end of the block."""
        async with self.holder.transaction():
            await self.holder.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
            yield

    async def somebody_waits_to_write(self, table: str) -> None:
        """Return once somebody does."""
        await eventually(lambda: self.column(_WAITING, table))

    async def hang_up(self, table: str) -> None:
        """End the connections of those who wait: their process is gone, the server sees it late."""
        await self.column(f"SELECT pg_terminate_backend(pid) FROM ({_WAITING}) AS waiting", table)

    async def let_time_pass_over_jobs(self) -> None:
        """Make the jobs of dead workers look as they will when their heartbeat is overdue."""
        for service in services_with_history():
            await self.reader.execute(
                f"UPDATE {service}.pgqueuer SET heartbeat = now() - interval '1 minute' "
                "WHERE status = 'picked'"
            )

    async def story_of(self, application: str) -> dict[str, Any]:
        """Everything underwriting has on an application, counted; `application` is its path."""
        number = uuid_of("app", application.rpartition("/")[2])
        of_case = "(SELECT case_id FROM underwriting.cases WHERE application_id = $1)"
        queries = await self.column(
            f"SELECT query_id FROM underwriting.bureau_queries WHERE case_id IN {of_case}", number
        )
        return {
            "cases": await self.column(
                "SELECT status FROM underwriting.cases WHERE application_id = $1", number
            ),
            "decisions": await self.column(
                f"SELECT outcome FROM underwriting.decisions WHERE case_id IN {of_case} "
                "ORDER BY decided_at",
                number,
            ),
            "events": await self.column(
                f"SELECT topic FROM underwriting.outbox WHERE aggregate_id IN {of_case} "
                "ORDER BY sequence",
                number,
            ),
            "offers": await self.column(
                "SELECT status FROM application.offers WHERE application_id = $1", number
            ),
            "questions": len(queries),
            "questions_in_the_bureaus_book": sum(
                self.asked_about(typeid_of("bqy", query)) for query in queries
            ),
        }

    async def everything_is_told(self, application: str) -> None:
        """Return once each service has noted that the other took all it was to be told."""
        number = uuid_of("app", application.rpartition("/")[2])
        named = (number, _TO_UNDERWRITING, _TO_APPLICATION)

        async def is_told() -> bool:
            return not await self.column(_UNTOLD, *named)

        await eventually(is_told)

    def asked_about(self, query_id: str) -> int:
        """How often the bureau wrote a question down in its own book."""
        lines = self.stack.home.bureau_record.read_text(encoding="utf-8").splitlines()
        return sum(json.loads(line)["query_id"] == query_id for line in lines)
