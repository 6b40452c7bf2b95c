"""C30 and C31: what is left hanging, and times that cannot be."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import asyncpg
import pytest

from deploy.invariants import c30_hygiene, c31_times
from tests.integration.invariants.spoiled import Spoiled
from tests.postgres_run import Addresses

NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)


@pytest.fixture
async def other(empty_deployment: Addresses) -> AsyncIterator[asyncpg.Connection]:
    """Somebody else on the same database."""
    connection = await asyncpg.connect(
        empty_deployment.admin_dsn, server_settings={"application_name": "somebody"}
    )
    yield connection
    await connection.close()


async def test_c30_sees_a_transaction_that_stands_idle(
    spoil: Spoiled, other: asyncpg.Connection
) -> None:
    transaction = other.transaction()
    await transaction.start()
    await other.execute("SELECT 1")
    assert await spoil.breaches(c30_hygiene.INVARIANT, unsent_after=timedelta(minutes=5)) == []
    (found,) = await spoil.breaches(c30_hygiene.INVARIANT)
    assert found.endswith("from somebody: holds a transaction open and does nothing")
    await transaction.rollback()


async def test_c30_sees_a_lock_that_was_left_behind(
    spoil: Spoiled, other: asyncpg.Connection
) -> None:
    await other.execute("SELECT pg_advisory_lock(7)")
    (found,) = await spoil.breaches(c30_hygiene.INVARIANT)
    assert found.endswith("from somebody: left an advisory lock behind")


async def test_c30_sees_an_index_that_has_to_be_built_anew(spoil: Spoiled) -> None:
    await spoil.run(
        "UPDATE pg_index SET indisvalid = false"
        " WHERE indexrelid = 'repayment.ix_loans_owner'::regclass"
    )
    assert await spoil.breaches(c30_hygiene.INVARIANT) == ["repayment.ix_loans_owner: is not valid"]


async def test_c31_sees_what_was_changed_before_it_was_made_or_is_still_to_come(
    spoil: Spoiled,
) -> None:
    ahead = NOON.replace(year=2099)
    await spoil.plant(
        "underwriting.watchlist_entries",
        kind="sanctions",
        listed_as="person",
        status="standing",
        created_at=NOON,
        updated_at=NOON - timedelta(seconds=1),
    )
    await spoil.plant("repayment.shard_closings", shard=1, crossed=0, closed_at=ahead)
    assert await spoil.breaches(c31_times.INVARIANT) == [
        "repayment.shard_closings: 1 rows: closed_at lies in the future",
        "underwriting.watchlist_entries: 1 rows: updated before they were created",
    ]


async def test_c31_sees_what_counts_before_it_was_booked(spoil: Spoiled) -> None:
    loan = uuid4()
    await spoil.plant(
        "repayment.loan_transactions",
        loan_id=loan,
        kind="received",
        currency="CNY",
        value_date=date(2026, 11, 5),
        booked_on=date(2026, 11, 4),
    )
    assert await spoil.breaches(c31_times.INVARIANT) == [
        f"repayment.loan_transactions {loan}: counts from a day after it was booked"
    ]
