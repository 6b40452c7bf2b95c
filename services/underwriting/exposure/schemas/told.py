"""What the repayment service tells us of a loan."""

from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from services.kit.errors import FieldError, Invalid, Title
from services.kit.schemas import AmountIn, DateIn, Schema, TypeId
from services.underwriting.exposure.domain.lateness import Lateness
from services.underwriting.exposure.domain.reservations import LoanExposure
from services.underwriting.exposure.records import LoanReport

SEQUENCE_MAX: Final = 1_000_000_000
DAYS_MAX: Final = 100_000


class LoanTold(Schema):
    """What is owed on a loan now, and how late it is."""

    sequence: int = Field(ge=1, le=SEQUENCE_MAX)
    after: int = Field(
        ge=0, le=SEQUENCE_MAX, description="the number of the message sent before it; 0 if none"
    )
    loan_id: Annotated[UUID, TypeId("loan")]
    application_id: Annotated[UUID, TypeId("app")]
    party_id: Annotated[UUID, TypeId("party")]
    outstanding: AmountIn
    days_past_due: int = Field(ge=0, le=DAYS_MAX)
    late_after: DateIn | None = Field(
        default=None,
        description=(
            "the due date of the oldest instalment no money pays: from the next day on the loan is"
            " late unless more is told; null when there is none, or when the sender is older"
        ),
    )
    status: str = Field(pattern=r"^[a-z][a-z0-9_]{0,63}$", examples=["active"])

    def report(self, party_id: UUID) -> LoanReport:
        """The message as the use case takes it; raises `Invalid` for another party's."""
        if self.party_id != party_id:
            message = Title("must be the party of the path", "必须与路径中的客户一致")
            raise Invalid(errors=[FieldError("/party_id", "not_the_same", message)])
        return LoanReport(
            sequence=self.sequence,
            after=self.after,
            application_id=self.application_id,
            party_id=self.party_id,
            loan=LoanExposure(
                loan_id=self.loan_id,
                outstanding=self.outstanding.money(),
                lateness=Lateness(self.days_past_due, self.late_after),
                status=self.status,
            ),
        )
