"""Whether the borrower is late with us by now, whatever the assessment found.

The rules decline who is, and leave it to the committee to override them; what they saw is days
old by the time people decide.
"""

from datetime import date
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from services.underwriting.cases.domain.errors import BorrowerLateSince
from services.underwriting.cases.tables import CaseHappeningRow, CaseRow, RecommendationRow
from services.underwriting.exposure import entry as exposure

# What the rules call it, and what the history calls an override that knew of it.
OVERDUE_WITH_US: Final = "overdue_with_us"


async def is_late(session: AsyncSession, row: CaseRow, today: date) -> bool:
    """Whether the borrower is late by a day on any loan of ours but that of this case."""
    standing = await exposure.standing(
        session, row.borrower_index, row.currency, today, but_for=row.case_id
    )
    return standing.days_past_due_max > 0


async def require_punctual(
    session: AsyncSession, standing: RecommendationRow, row: CaseRow, today: date
) -> None:
    """Hold the borrower of the locked case, and look once more.

    Raises `BorrowerLateSince`, unless what stands is an override made knowing of it.
    """
    await exposure.lock_borrower(session, row.borrower_index)
    if await is_late(session, row, today) and not await _was_known(session, standing):
        raise BorrowerLateSince


async def _was_known(session: AsyncSession, standing: RecommendationRow) -> bool:
    recommended = await session.get_one(CaseHappeningRow, (standing.case_id, standing.number))
    return recommended.reason_code == OVERDUE_WITH_US
