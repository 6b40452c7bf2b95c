"""What the repayment service tells us of the loan of a contract."""

from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from services.disbursement.contracts.domain.serviced import LoanStatus
from services.kit.schemas import ReadSchema, Schema, TypeId

SEQUENCE_MAX: Final = 9_000_000_000_000_000

ContractId = Annotated[UUID, TypeId("ctr")]
LoanId = Annotated[UUID, TypeId("loan")]


class LoanServicedTold(Schema):
    """Where the loan of a contract stands; one story per loan, numbered as it was written."""

    sequence: int = Field(ge=1, le=SEQUENCE_MAX)
    after: int = Field(
        ge=0, le=SEQUENCE_MAX, description="the number of the message sent before it; 0 if none"
    )
    loan_id: LoanId
    status: LoanStatus


class LoanServicedTaken(ReadSchema):
    """Where the contract stands by it."""

    contract_id: ContractId
    status: str = Field(max_length=32)
