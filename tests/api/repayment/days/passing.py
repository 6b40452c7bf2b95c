"""Days that go by as the worker lets them, and what must be true after each."""

from contextlib import suppress
from datetime import date, timedelta

from sqlalchemy import text

from services.kit.errors import DatabaseUnavailable
from services.repayment.worker import closing_books
from tests.api.repayment.paying import TRIES_MAX
from tests.api.signed_clients import RunningApp

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
