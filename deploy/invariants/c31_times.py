"""C31: times are the database's: nothing changed before it was made or happened in the future."""

from collections.abc import AsyncIterator, Iterator
from typing import Final

from sqlalchemy import DateTime, Select, column, func, literal, select, table, text
from sqlalchemy.types import Text

from deploy.invariants.invariant import Breach, Invariant, found_by
from deploy.invariants.snapshot import Snapshot

# What the database writes when it is written; other instants may lie ahead.
_STAMPS: Final = ("created_at", "updated_at", "recorded_at", "occurred_at", "closed_at")
_STAMPED: Final = text(
    """
    SELECT table_schema, table_name, array_agg(column_name::text) FILTER (
        WHERE column_name = ANY (:stamps)) AS stamps
    FROM information_schema.columns JOIN information_schema.tables
        USING (table_schema, table_name)
    WHERE table_schema IN ('application', 'underwriting', 'disbursement', 'repayment')
        AND table_type = 'BASE TABLE' AND data_type = 'timestamp with time zone'
    GROUP BY 1, 2 ORDER BY 1, 2
    """
)
_BOOKED: Final = found_by(
    """
    SELECT 'repayment.loan_transactions ' || loan_id, 'counts from a day after it was booked'
    FROM repayment.loan_transactions WHERE value_date > booked_on
    """,
    """
    SELECT 'repayment.journal_entries ' || entry_id, 'counts from a day after it was booked'
    FROM repayment.journal_entries WHERE value_date > booked_on
    """,
    """
    SELECT 'disbursement.payouts ' || payout_id, 'was returned before it settled'
    FROM disbursement.payouts WHERE returned_on < settled_on
    """,
)


async def _search(snapshot: Snapshot) -> AsyncIterator[Breach]:
    async for breach in _BOOKED(snapshot):
        yield breach
    stamped = await snapshot.session.execute(_STAMPED, {"stamps": list(_STAMPS)})
    for schema, name, stamps in stamped.all():
        for query in _queries(schema, name, stamps or []):
            for fault, count in (await snapshot.session.execute(query)).all():
                yield Breach(f"{schema}.{name}", f"{count} rows: {fault}")


def _queries(schema: str, name: str, stamps: list[str]) -> Iterator[Select[str, int]]:
    """How many rows are wrong; rows have no key in common that could be told."""
    rows = table(name, *(column(stamp, DateTime(timezone=True)) for stamp in stamps), schema=schema)
    wrong = {
        f"{stamp} lies in the future": rows.c[stamp] > func.clock_timestamp() for stamp in stamps
    }
    if {"created_at", "updated_at"} <= set(stamps):
        wrong["updated before they were created"] = rows.c.updated_at < rows.c.created_at
    for fault, condition in wrong.items():
        told = select(literal(fault, Text()), func.count()).select_from(rows)
        yield told.where(condition).having(func.count() > 0)


INVARIANT: Final = Invariant(
    31,
    "Nothing changed before it was made, happens in the future or counts before it is booked",
    _search,
)
