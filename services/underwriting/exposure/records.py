"""What the use case of exposures is handed."""

from dataclasses import dataclass
from uuid import UUID

from services.underwriting.exposure.domain.reservations import LoanExposure


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanReport:
    """One message about a loan, numbered in the order it was written there."""

    sequence: int
    after: int
    application_id: UUID
    party_id: UUID
    loan: LoanExposure
