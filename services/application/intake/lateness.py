"""Who is late with a loan, as far as it was heard here."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Date, exists, literal
from sqlalchemy.orm import InstrumentedAttribute

from services.application.catalogue import entry as catalogue
from services.application.fulfilment import entry as fulfilment
from services.application.intake.tables import LoanApplicationRow


def late_on(today: date) -> Callable[[InstrumentedAttribute[UUID]], ColumnElement[bool]]:
    """(party) → whether a loan of it is written off, or late on `today` beyond its grace."""

    def is_late(party_id: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
        application = LoanApplicationRow
        grace_days = catalogue.grace_days_of(application.product_version_id)
        first_in_time = literal(today, Date) - grace_days
        return exists().where(
            application.party_id == party_id,
            fulfilment.is_unpaid(application.application_id, first_in_time),
        )

    return is_late
