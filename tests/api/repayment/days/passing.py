"""Days that go by as the worker lets them, and what must be true after each."""

from contextlib import suppress
from datetime import date, timedelta

import asyncpg
from sqlalchemy import text

from services.kit.errors import DatabaseUnavailable
from services.kit.identifiers import uuid_of
from services.repayment.worker import closing_books
from tests.api.repayment.paying import TRIES_MAX
from tests.api.signed_clients import RunningApp
from tests.postgres_run import Addresses

DAY = timedelta(days=1)


async def go_to(service: RunningApp, day: date) -> None:
    """Let the days until `day` go by, and be closed."""
    service.advance(day - service.clock.today())
    await close(service)


async def ledger_of(service: RunningApp) -> dict[str, int]:
    """What each account says of all loans, nights included; debits are positive."""
    async with service.sessions() as session:
        statement = text(
            "SELECT account, sum(amount_minor)::bigint AS total FROM journal_lines GROUP BY 1"
        )
        found = await session.execute(statement)
        return {row.account: row.total for row in found}


async def close(service: RunningApp) -> None:
    """The worker's round of the day."""
    await closing_books(service.sessions, service.clock)(service.clock.today())


async def closed(service: RunningApp) -> None:
    """The same among others: what is locked for too long is left to the next round."""
    for _ in range(TRIES_MAX):
        with suppress(DatabaseUnavailable):
            return await close(service)
    return await close(service)


async def want_new_lines(database: Addresses, loan_id: str) -> None:
    """As if the lines that are kept of the loan ended today."""
    statement = "UPDATE repayment.positions SET refold_on = '2026-04-01' WHERE loan_id = $1"
    await as_admin(database, statement, uuid_of("loan", loan_id))


async def store_fees(database: Addresses, loan_id: str, fees: str) -> None:
    """As only somebody above the service's own rights can."""
    statement = "UPDATE repayment.loans SET fees = $1 WHERE loan_id = $2"
    await as_admin(database, statement, fees, uuid_of("loan", loan_id))


async def as_admin(database: Addresses, statement: str, *values: object) -> None:
    """Change one row by hand."""
    connection = await asyncpg.connect(database.admin_dsn)
    done = await connection.execute(statement, *values)
    await connection.close()
    assert done == "UPDATE 1"
