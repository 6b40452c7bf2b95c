"""A book of loans whose money came some weeks ago, for a benchmark of what is done with them.

One is opened as the service opens it, below it everything the service leaves; the others are
copies of its rows under ids of their own.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from services.kit.clock import SystemClock
from services.kit.database import Sessions
from services.repayment.loans.incoming import funding_of
from services.repayment.loans.schemas.told import FundingTold
from services.repayment.loans.tables import LoanInstalmentRow, LoanRow, LoanTransactionRow
from services.repayment.loans.use_cases.open_loan import open_loan
from services.repayment.machinery import own_edit
from services.repayment.positions.domain.shards import SHARDS
from services.repayment.positions.tables import LineRow, PositionRow
from services.repayment.schema import RepaymentRow
from tests.api.repayment.telling import LEVEL, a_funding

FUNDED_AGO: Final = timedelta(days=100)  # three instalments have fallen due
_SHARD: Final = f"get_byte(uuid_send(loan_id), 15) % {SHARDS}"
# What copies do not share with the loan they are copies of; SQL for each.
_OWN: Final = {
    "loan_id": "copies.loan_id",
    "shard": "copies.shard",
    "contract_id": "gen_random_uuid()",
    "payout_id": "gen_random_uuid()",
    "audit_seq": "0",
    "audit_head": "''::bytea",
    "event_seq": "0",
}
_COPIED: Final[Sequence[type[RepaymentRow]]] = (
    LoanRow,
    LoanTransactionRow,
    LoanInstalmentRow,
    PositionRow,
    LineRow,
)


async def fund(sessions: Sessions, admin_dsn: str, loans: int) -> list[UUID]:
    """Open that many loans in every shard alike; their ids."""
    today = SystemClock().today()
    pattern = await _open(sessions, today - FUNDED_AGO)
    engine = create_async_engine(
        admin_dsn.replace("postgresql://", "postgresql+asyncpg://", 1),
        isolation_level="AUTOCOMMIT",
    )
    async with engine.connect() as connection:
        await connection.execute(text("SET search_path = repayment"))
        for statement in _copies(loans):
            await connection.execute(text(statement))
        await connection.execute(text("UPDATE shards SET accrued_to = :today"), {"today": today})
        found = await connection.scalars(text("SELECT loan_id FROM copies"))
        loan_ids = [loan_id for loan_id in found if loan_id != pattern]
        for statement in ("VACUUM ANALYZE", "CHECKPOINT"):
            await connection.execute(text(statement))
    await engine.dispose()
    return loan_ids


async def _open(sessions: Sessions, value_date: date) -> UUID:
    told = a_funding(replace(LEVEL, disbursed_on=value_date), value_date=value_date)
    message = FundingTold.model_validate_json(json.dumps(told))
    edit = own_edit("system:bench", sessions, SystemClock())
    return (await open_loan(funding_of(message.contract.id, message), edit)).loan_id


def _copies(loans: int) -> Iterator[str]:
    yield (
        f"CREATE TEMPORARY TABLE copies AS SELECT loan_id, ({_SHARD})::smallint AS shard FROM"
        f" (SELECT gen_random_uuid() AS loan_id FROM generate_series(1, {loans})) AS ids"
    )
    for row in _COPIED:
        table = row.__tablename__
        names = [column.name for column in row.__table__.columns]
        values = [_OWN.get(name, f"pattern.{name}") for name in names]
        yield (
            f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)}"
            f" FROM {table} AS pattern CROSS JOIN copies"
        )
