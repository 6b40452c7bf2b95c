"""From an exposure to what readers get."""

from datetime import date

from services.kit.money import Money
from services.kit.schemas import MoneyRead
from services.underwriting.exposure.domain.reservations import ReservationStatus
from services.underwriting.exposure.queries import Exposure
from services.underwriting.exposure.records import LoanReport
from services.underwriting.exposure.schemas.read import (
    ExposureRead,
    LoanExposureRead,
    LoanNoted,
    ReservationRead,
)
from services.underwriting.exposure.tables import LoanExposureRow, ReservationRow


def exposure(found: Exposure, today: date) -> ExposureRead:
    """The exposure of one party; how late its loans are is that of `today`."""

    def money(amount_minor: int) -> MoneyRead:
        return MoneyRead.of(Money(amount_minor, found.currency))

    return ExposureRead(
        party_id=found.party_id,
        outstanding=money(found.taken.outstanding_minor),
        in_flight=money(found.taken.in_flight_minor),
        total=money(found.taken.total_minor),
        reservations=[_reservation(row) for row in found.reservations],
        loans=[_loan(row, today) for row in found.loans],
    )


def loan_noted(report: LoanReport) -> LoanNoted:
    """The answer to the repayment service."""
    return LoanNoted(loan_id=report.loan.loan_id, party_id=report.party_id)


def _reservation(row: ReservationRow) -> ReservationRead:
    return ReservationRead(
        case_id=row.case_id,
        product_type=row.product_type,
        amount=MoneyRead.of(Money(row.amount_minor, row.currency)),
        status=ReservationStatus(row.status),
        reserved_at=row.reserved_at,
    )


def _loan(row: LoanExposureRow, today: date) -> LoanExposureRead:
    return LoanExposureRead(
        loan_id=row.loan_id,
        case_id=row.case_id,
        outstanding=MoneyRead.of(Money(row.outstanding_minor, row.currency)),
        days_past_due=row.lateness.days_on(today),
        status=row.status,
        told_at=row.told_at,
    )
