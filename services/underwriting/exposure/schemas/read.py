"""What readers of an exposure get."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.kit.schemas import InstantRead, MoneyRead, ReadSchema, TypeId
from services.underwriting.exposure.domain.reservations import ReservationStatus


class ReservationRead(ReadSchema):
    """What one case was promised."""

    case_id: Annotated[UUID, TypeId("case")]
    product_type: str
    amount: MoneyRead
    status: ReservationStatus
    reserved_at: InstantRead


class LoanExposureRead(ReadSchema):
    """What is owed on one loan, as the repayment service told it last, and how late that is now."""

    loan_id: Annotated[UUID, TypeId("loan")]
    case_id: Annotated[UUID, TypeId("case")]
    outstanding: MoneyRead
    days_past_due: int = Field(description="today: a loan nobody pays is later every day")
    status: str
    told_at: InstantRead


class ExposureRead(ReadSchema):
    """What a party owes us and was promised, under whatever account it was registered."""

    party_id: Annotated[UUID, TypeId("party")]
    outstanding: MoneyRead = Field(description="paid out and not yet repaid")
    in_flight: MoneyRead = Field(description="approved and not yet paid out")
    total: MoneyRead = Field(description="what counts against the limits of one borrower")
    reservations: list[ReservationRead] = Field(description="newest first, released ones left out")
    loans: list[LoanExposureRead] = Field(description="newest first, whatever is left of them")


class LoanNoted(ReadSchema):
    """What the repayment service is answered."""

    loan_id: Annotated[UUID, TypeId("loan")]
    party_id: Annotated[UUID, TypeId("party")]
