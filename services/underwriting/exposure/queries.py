"""Reads for the GET of an exposure; for staff, who see everybody's."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from services.kit.database import Sessions
from services.kit.errors import NotFound
from services.underwriting.cases import entry as cases
from services.underwriting.exposure import repository
from services.underwriting.exposure.domain.reservations import ReservationStatus, Taken
from services.underwriting.exposure.tables import LoanExposureRow, ReservationRow


@dataclass(frozen=True, slots=True)
class Exposure:
    """What a party owes and was promised in one currency, promise by promise and loan by loan."""

    party_id: UUID
    currency: str
    taken: Taken
    reservations: list[ReservationRow]
    loans: list[LoanExposureRow]


async def exposure_of_party(sessions: Sessions, party_id: UUID) -> Exposure:
    """What stands for the borrower a party is; raises `NotFound` for one that never applied."""
    async with sessions() as session:
        borrower = await cases.borrower_of_party(session, party_id)
        if borrower is None:
            raise NotFound
        taken = await repository.taken(session, borrower.index, borrower.currency, None)
        rows = await session.scalars(
            select(ReservationRow)
            .where(
                ReservationRow.borrower_index == borrower.index,
                ReservationRow.currency == borrower.currency,
                ReservationRow.status != ReservationStatus.RELEASED.value,
            )
            .order_by(ReservationRow.reserved_at.desc(), ReservationRow.case_id)
        )
        loans = await session.scalars(
            select(LoanExposureRow)
            .where(LoanExposureRow.borrower_index == borrower.index)
            .order_by(LoanExposureRow.loan_id.desc())
        )
        return Exposure(party_id, borrower.currency, taken, list(rows), list(loans))
