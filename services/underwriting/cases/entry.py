"""What other areas may ask of cases, inside their own transaction."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.underwriting.cases import repository
from services.underwriting.cases.domain.statuses import CaseStatus
from services.underwriting.cases.tables import CaseRow


@dataclass(frozen=True, slots=True)
class Borrower:
    """Who a party is, whoever registered it, and the currency it borrows in."""

    index: bytes
    currency: str


async def borrower_of_party(session: AsyncSession, party_id: UUID) -> Borrower | None:
    """The borrower that a party's latest case is about; None when it has none."""
    found = (
        await session.execute(
            select(CaseRow.borrower_index, CaseRow.currency)
            .where(CaseRow.party_id == party_id)
            .order_by(CaseRow.created_at.desc(), CaseRow.case_id.desc())
            .limit(1)
        )
    ).one_or_none()
    return None if found is None else Borrower(*found)


@dataclass(frozen=True, slots=True)
class CaseHeld:
    """A case whose lock is held: which borrower it is about, under which account, and whether it
    was closed."""

    case_id: UUID
    party_id: UUID
    borrower_index: bytes
    is_closed: bool


async def hold_case(session: AsyncSession, application_id: UUID) -> CaseHeld | None:
    """The case of an application, locked, if there is one."""
    row = await repository.lock_of_application(session, application_id)
    if row is None:
        return None
    is_closed = row.status == CaseStatus.CLOSED
    return CaseHeld(row.case_id, row.party_id, row.borrower_index, is_closed)
