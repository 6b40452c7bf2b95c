"""Books that owe third parties their fees are not handed to a release that knows of none."""

from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError

from services.kit import alembic_runner
from tests.integration.kit.test_migrations import connected, scratch
from tests.postgres_run import Addresses

__all__ = ["scratch"]

BEFORE_PAYEES = "0012"
PARTS = ", ".join(f"{part}_{name}" for part in "ipc" for name in ("den", "base", "carry", "slope"))
A_LINE = f"""
    INSERT INTO repayment.loan_lines (shard, loan_id, from_day, from_idx, is_accruing, {PARTS},
        delinquent_since, next_change_on, steady)
    VALUES (0, $1, '2026-03-12', 0, true, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 'infinity',
        'infinity', $2)
"""


async def lengths(owner: asyncpg.Connection) -> list[int]:
    """How many numbers each line has."""
    rows = await owner.fetch("SELECT array_length(steady, 1) AS many FROM repayment.loan_lines")
    return [row["many"] for row in rows]


@pytest.mark.parametrize("owed", [0, 70])
async def test_there_is_no_way_back_once_third_parties_are_owed(
    scratch: Addresses, owed: int
) -> None:
    url = scratch.owner_url("repayment")
    async with connected(url) as owner:
        await owner.execute(A_LINE, uuid4(), [*[0] * 15, owed])
    if owed:
        with pytest.raises(DBAPIError, match="there is no way back"):
            await alembic_runner.downgrade("repayment", url, BEFORE_PAYEES)
    else:
        await alembic_runner.downgrade("repayment", url, BEFORE_PAYEES)
        await alembic_runner.upgrade("repayment", url)
    async with connected(url) as owner:
        assert await lengths(owner) == [16 if owed else 15]
