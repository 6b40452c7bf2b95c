"""What other areas may do with valuations, inside their own transaction."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.underwriting.valuations import repository
from services.underwriting.valuations.domain.valuing import (
    CollateralKind,
    Valuation,
    ValuationMethod,
    faults_of,
    is_current,
)
from services.underwriting.valuations.tables import ValuationRow

__all__ = [
    "CollateralKind",
    "Valuation",
    "ValuationMethod",
    "ValuationRow",
    "faults_of",
    "is_current",
    "newest",
    "of_case",
    "valuers",
    "write",
]


async def write(
    session: AsyncSession, place: tuple[UUID, int], said: Valuation, valued_by: str
) -> ValuationRow:
    """Keep a valuation made for the case and submission of `place`; the case is locked."""
    return await repository.write(session, place, said, valued_by)


async def of_case(session: AsyncSession, case_id: UUID) -> Sequence[ValuationRow]:
    """All valuations of a case, the newest first."""
    return await repository.of_case(session, case_id)


def newest(rows: Sequence[ValuationRow]) -> Mapping[UUID, ValuationRow]:
    """The valuation that counts of each thing, of rows the newest of which come first."""
    return {row.collateral_id: row for row in reversed(rows)}


async def valuers(session: AsyncSession, case_id: UUID) -> frozenset[str]:
    """Everybody who ever valued something for a case."""
    found = await session.scalars(
        select(ValuationRow.valued_by).where(ValuationRow.case_id == case_id).distinct()
    )
    return frozenset(found)
