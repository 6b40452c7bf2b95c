"""From an exposure to what readers get."""

from services.kit.money import Money
from services.kit.schemas import MoneyRead
from services.underwriting.exposure.domain.reservations import ReservationStatus
from services.underwriting.exposure.queries import Exposure
from services.underwriting.exposure.schemas.read import ExposureRead, ReservationRead
from services.underwriting.exposure.tables import ReservationRow


def exposure(found: Exposure) -> ExposureRead:
    """The exposure of one party."""

    def money(amount_minor: int) -> MoneyRead:
        return MoneyRead.of(Money(amount_minor, found.currency))

    return ExposureRead(
        party_id=found.party_id,
        outstanding=money(found.standing.outstanding_minor),
        in_flight=money(found.standing.in_flight_minor),
        total=money(found.standing.total_minor),
        reservations=[_reservation(row) for row in found.reservations],
    )


def _reservation(row: ReservationRow) -> ReservationRead:
    return ReservationRead(
        case_id=row.case_id,
        product_type=row.product_type,
        amount=MoneyRead.of(Money(row.amount_minor, row.currency)),
        status=ReservationStatus(row.status),
        reserved_at=row.reserved_at,
    )
