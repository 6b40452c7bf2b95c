"""What all loans together come to, asked of their positions: the other side of the books."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.repayment.domain.quantities import Quantities
from services.repayment.positions.growth_sql import SUMS, at
from services.repayment.positions.tables import ShardRow


class BookStanding(NamedTuple):
    """What the loans of a book come to under one accrual basis."""

    product_code: str
    currency: str
    is_accruing: bool
    quantities: Quantities


async def standings(session: AsyncSession) -> Sequence[BookStanding]:
    """What each book comes to, every shard at the opening its own books stand at.

    To be held against the ledger in one snapshot: the session must be REPEATABLE READ.
    """
    found: list[BookStanding] = []
    for opening in await _openings(session):
        rows = await session.execute(SUMS, at("at", opening))
        for product_code, currency, is_accruing, *values in rows:
            quantities = Quantities(tuple(values))
            found.append(BookStanding(product_code, currency, is_accruing, quantities))
    return found


async def _openings(session: AsyncSession) -> Sequence[date]:
    statement = select(ShardRow.accrued_to).where(ShardRow.accrued_to.is_not(None)).distinct()
    return [each for each in await session.scalars(statement) if each is not None]
