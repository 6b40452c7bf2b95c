"""What was handed in before anybody was looked for is marked so, and nothing else is."""

from datetime import date
from uuid import uuid4

import asyncpg

from services.kit import alembic_runner
from tests.integration.kit.test_migrations import connected, scratch
from tests.postgres_run import Addresses

__all__ = ["scratch"]

BEFORE_LISTS = "0010"
DAY = date(2026, 11, 3)
A_PAYOUT = """
    INSERT INTO disbursement.payouts (application_id, payout_id, contract_id, kind, refund_id,
        tranche, status, owner, amount_minor, currency, provider_key, rail, account_digest)
    VALUES ($1, $1, $1, $2, $3, 1, $4, 'somebody', 1, 'CNY', $5, 'sandbox', '\\x01')
"""
ITS_MONEY = """
    INSERT INTO disbursement.journal_entries (source_id, entry_id, source_type, event, kind,
        booked_on, value_date, request_id)
    VALUES ($1, gen_random_uuid(), 'payout', 'reserved', 'x', $2, $2, 'x')
"""
MARKED = """
    SELECT payout_id, screened_on, outcome, list_version FROM disbursement.payout_screenings
"""


async def lay(admin: asyncpg.Connection, kind: str, status: str) -> object:
    """A payout, and its money when it was sent."""
    payout_id = uuid4()
    refund_id = uuid4() if kind == "refund" else None
    await admin.execute(A_PAYOUT, payout_id, kind, refund_id, status, f"pay_{payout_id}")
    if status != "approved":
        await admin.execute(ITS_MONEY, payout_id, DAY)
    return payout_id


async def test_a_loan_that_was_sent_already_is_marked_for_the_day_it_was(
    scratch: Addresses,
) -> None:
    url = scratch.owner_url("disbursement")
    await alembic_runner.downgrade("disbursement", url, BEFORE_LISTS)
    async with connected(scratch.admin_dsn) as admin:
        await admin.execute("SET session_replication_role = replica")
        await admin.execute("ALTER TABLE disbursement.journal_entries DISABLE TRIGGER USER")
        sent = await lay(admin, "loan", "submitted")
        await lay(admin, "loan", "approved")
        await lay(admin, "refund", "submitted")
    await alembic_runner.upgrade("disbursement", url)
    async with connected(scratch.admin_dsn) as admin:
        marked = [tuple(row) for row in await admin.fetch(MARKED)]
    assert marked == [(sent, DAY, "not_asked", None)]
