"""The invariants hold after a life, and each sees the breach that is planted for it."""

from collections.abc import AsyncIterator
from datetime import date, timedelta

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from services.kit.roles import Role
from services.repayment.invariants.checks.check import BREACHES_MAX
from services.repayment.invariants.queries import EVERY
from services.repayment.worker import closing_books
from tests.api.repayment.conftest import TODAY
from tests.api.repayment.happening import WEEKLY, a_receipt, happen, undone
from tests.api.repayment.telling import a_funding, a_reversal, tell
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect
from tests.fixed_clock import FixedClock
from tests.postgres_run import Addresses

TODAY_ON = FixedClock(TODAY).today()
DAY = timedelta(days=1)
ALL = [check.number for check in EVERY]
# The triggers that keep history as it was would keep the breaches out, too.
KEPT = ("journal_entries", "journal_lines", "loan_transactions", "loan_instalments", "loans")

# What is spoilt, and the checks that must see it.
BREACHES: list[tuple[str, set[int]]] = [
    (
        "INSERT INTO journal_lines SELECT source_id, entry_id, 99, account, 5, currency, dimensions"
        " FROM journal_lines ORDER BY entry_id, line_no LIMIT 1",
        {1, 2, 3},
    ),
    (
        "DELETE FROM journal_lines WHERE entry_id ="
        " (SELECT entry_id FROM journal_entries WHERE kind = 'received' LIMIT 1)",
        {2, 3},
    ),
    ("UPDATE positions SET i_base = i_base + 1", {3}),
    ("UPDATE positions SET is_accruing = NOT is_accruing", {3}),
    ("DELETE FROM positions", {3, 12}),
    (
        "UPDATE loans SET status = 'pending', disbursed_on = NULL, payout_id = NULL,"
        " funding_sequence = NULL WHERE status = 'active'",
        {10},
    ),
    (
        "UPDATE loans SET payout_id = (SELECT payout_id FROM loans WHERE status = 'active'"
        " ORDER BY loan_id LIMIT 1) WHERE status = 'active'",
        {10},
    ),
    ("UPDATE journal_entries SET event = event || '9' WHERE kind = 'received'", {11}),
    ("UPDATE loan_lines SET steady[3] = steady[3] + 1", {3, 12, 13}),
    ("UPDATE loan_lines SET steady[10] = steady[4] + 1, steady[2] = 0", {3, 12, 13}),
    ("UPDATE loan_lines SET steady[2] = steady[2] - 1", {3, 13}),
    ("UPDATE loan_lines SET steady[15] = -1", {3, 13}),
    ("UPDATE loan_lines SET steady[16] = 1", {3}),
    ("UPDATE loan_lines SET steady[16] = 1000000", {3, 13}),
    ("UPDATE loans SET status = 'settled' WHERE status = 'active'", {13}),
    (
        "UPDATE loan_instalments SET principal_minor = principal_minor + 1,"
        " total_minor = total_minor + 1 WHERE number = 1",
        {14},
    ),
    ("DELETE FROM loan_instalments WHERE number = 2", {14}),
    (
        "INSERT INTO receipt_names (channel, external_reference, loan_id, repayment_id)"
        " SELECT 'bank', '1', loan_id, loan_id FROM loans LIMIT 1",
        {15},
    ),
    ("UPDATE loans SET last_sequence = last_sequence + 1", {17}),
    ("UPDATE loan_transactions SET amount_minor = 1 WHERE kind = 'reversed'", {18}),
    ("UPDATE loans SET version = audit_seq + 1", {24}),
    ("DELETE FROM shard_closings WHERE opening = :second", {25}),
    ("UPDATE shards SET accrued_to = accrued_to + 1 WHERE accrued_to IS NOT NULL", {25}),
    ("UPDATE journal_entries SET value_date = booked_on + 1 WHERE kind = 'received'", {31}),
    ("UPDATE loan_transactions SET value_date = booked_on + 1 WHERE kind = 'received'", {31}),
    ("UPDATE loans SET updated_at = created_at - interval '1 day'", {31}),
]


@pytest.fixture
async def lived(service: RunningApp, neighbour: Client) -> RunningApp:
    """Two loans that run, one that was taken back, payments, a mistake, and two closed nights."""
    loans = [expect(await tell(neighbour, a_funding(WEEKLY)), 200)["loan_id"] for _ in range(2)]
    gone = a_funding(WEEKLY)
    expect(await tell(neighbour, gone), 200)
    expect(await tell(neighbour, a_reversal(gone)), 200)
    mistake = a_receipt(70_000, date(2026, 3, 20), "bank:2")
    await happen(service, loans[0], a_receipt(900_000, date(2026, 3, 19)), mistake)
    await happen(service, loans[0], undone(mistake, TODAY_ON))
    service.clock.advance(3 * DAY)
    await closing_books(service.sessions, service.clock)(TODAY_ON + 3 * DAY)
    return service


@pytest.fixture
def auditor(client_for: ClientFor) -> Client:
    """Somebody who checks."""
    return client_for(Role.AUDITOR)


@pytest.fixture
async def spoilt(lived: RunningApp, own_database: Addresses) -> AsyncIterator[AsyncSession]:
    """The database as a superuser may spoil it; all of it is rolled back."""
    assert lived.name == "repayment"
    dsn = own_database.admin_dsn.replace("postgresql://", "postgresql+asyncpg://")
    engine = create_async_engine(dsn, poolclass=NullPool)
    async with AsyncSession(engine) as session:
        await session.execute(text("SET LOCAL search_path = repayment"))
        await session.execute(text("SET LOCAL session_replication_role = replica"))
        for table in KEPT:
            await session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
        yield session
        await session.rollback()
    await engine.dispose()


async def broken(session: AsyncSession) -> dict[int, list[str]]:
    found = {
        check.number: [f"{each.place}: {each.fault}" async for each in check.search(session)]
        for check in EVERY
    }
    return {number: breaches for number, breaches in found.items() if breaches}


async def test_after_a_life_of_it_everything_holds(lived: RunningApp, auditor: Client) -> None:
    answer = await auditor.get("/v1/ledger/invariants")
    told = expect(answer, 200)
    assert told["asked_at"] == lived.clock.now().isoformat().replace("+00:00", "Z")
    assert [each["number"] for each in told["data"]] == ALL
    assert [each for each in told["data"] if not each["ok"]] == []
    assert told["ok"]


async def test_each_planted_breach_is_seen_and_by_whom_it_should_be(spoilt: AsyncSession) -> None:
    assert await broken(spoilt) == {}
    for statement, numbers in BREACHES:
        async with spoilt.begin_nested() as planted:
            values = {"second": TODAY_ON + 2 * DAY} if ":second" in statement else {}
            await spoilt.execute(text(statement), values)
            seen = await broken(spoilt)
            assert numbers <= set(seen), f"{statement}: {seen}"
            await planted.rollback()
    assert {number for _, numbers in BREACHES for number in numbers} == set(ALL)


async def test_a_breach_is_told_with_its_place_in_the_language_asked_for(
    lived: RunningApp, auditor: Client, own_database: Addresses
) -> None:
    owner = await asyncpg.connect(own_database.owner_url(lived.name))
    await owner.execute("UPDATE repayment.loans SET version = version + 5")
    await owner.close()
    answer = await auditor.http.get("/v1/ledger/invariants", headers={"Accept-Language": "zh-CN"})
    told = expect(answer, 200)
    assert not told["ok"]
    (wrong,) = [each for each in told["data"] if not each["ok"]]
    assert (wrong["number"], wrong["sentence"]) == (24, "贷款每次变更均有审计记录")
    assert len(wrong["breaches"]) == 3


async def test_no_more_breaches_are_told_than_anybody_reads(
    service: RunningApp, own_database: Addresses, client_for: ClientFor
) -> None:
    owner = await asyncpg.connect(own_database.owner_url(service.name))
    await owner.execute(
        "INSERT INTO repayment.shard_closings (shard, opening, crossed)"
        " SELECT 1, date '2026-01-01' + 2 * number, 0 FROM generate_series(1, $1) AS number",
        2 * BREACHES_MAX,
    )
    await owner.close()
    told = expect(await client_for(Role.AUDITOR).get("/v1/ledger/invariants"), 200)
    (wrong,) = [each for each in told["data"] if not each["ok"]]
    assert (wrong["number"], len(wrong["breaches"])) == (25, BREACHES_MAX)
