"""A case with what stands below it, as readers are shown it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.underwriting.cases.desk import latest_recommendation
from services.underwriting.cases.domain.screening import ScreeningOutcome
from services.underwriting.cases.tables import (
    ApprovalRow,
    CaseRow,
    CheckRow,
    InformationRequestRow,
    RecommendationRow,
    ScreeningRow,
)


@dataclass(frozen=True, slots=True)
class Look:
    """One look at the lists for a payout, and what it came to."""

    payout_id: UUID
    application_id: UUID
    outcome: ScreeningOutcome
    list_version: str
    screened_on: date


@dataclass(frozen=True, slots=True)
class CheckRecord:
    """What the checks of a case found, and each look at the lists before a payout."""

    checks: Sequence[CheckRow]
    screenings: Sequence[ScreeningRow]


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """A case, what is recommended for it and by whose hands, and what the borrower was asked.

    `now` is when it was read: by it a decision is overdue or not.
    """

    row: CaseRow
    recommendation: RecommendationRow | None
    approvers: Sequence[str]
    request: InformationRequestRow | None
    now: datetime

    @property
    def is_overdue(self) -> bool:
        """Whether its decision was due before now."""
        return self.row.sla_due_at is not None and self.row.sla_due_at < self.now


async def record_of(session: AsyncSession, row: CaseRow, now: datetime) -> CaseRecord:
    """The case as it stands in this transaction."""
    standing = await latest_recommendation(session, row)
    approvers: Sequence[str] = ()
    if standing is not None:
        approvers = await approvers_of(session, standing)
    request = await open_request(session, row)
    return CaseRecord(row, standing, approvers, request, now)


async def approvers_of(session: AsyncSession, standing: RecommendationRow) -> Sequence[str]:
    """Whose hands are under a recommendation, first one first."""
    found = await session.scalars(
        select(ApprovalRow.approver)
        .where(ApprovalRow.case_id == standing.case_id, ApprovalRow.number == standing.number)
        .order_by(ApprovalRow.approved_at)
    )
    return found.all()


async def open_request(session: AsyncSession, row: CaseRow) -> InformationRequestRow | None:
    """What the borrower is asked and has not answered."""
    found: InformationRequestRow | None = await session.scalar(
        select(InformationRequestRow).where(
            InformationRequestRow.case_id == row.case_id, InformationRequestRow.status == "open"
        )
    )
    return found
