"""A statement of account on the wire; amounts are whole minor units of its currency."""

from typing import Annotated

from pydantic import Field

from services.kit.schemas import DateRead, ReadSchema
from services.repayment.loans.domain.statement import MOVEMENTS_MAX, MovementKind
from services.repayment.loans.schemas.parts import LoanId
from services.repayment.loans.schemas.standing import PartsRead

Reference = Annotated[str, Field(max_length=500)]


class DayBalanceRead(ReadSchema):
    """What is owed part by part, and what was received and waits to pay it."""

    owed: PartsRead
    suspense: int
    total: int = Field(description="owed less suspense; below zero it is the borrower's")


class MovementRead(ReadSchema):
    """One thing that moved the balance, and the balance after it.

    What moved it was borne by the loan over the nights before, was charged, was disbursed, came in
    (received, prepaid), was applied after it had waited, was forgiven (waived) or was refunded.
    """

    value_date: DateRead
    kind: MovementKind = Field(description="tolerate new ones")
    reference: Reference | None = Field(description="of the transaction, if it was one")
    owed: PartsRead = Field(description="by how much what is owed rose, or fell when negative")
    suspense: int = Field(description="by how much what waits rose, or fell when negative")
    balance: DayBalanceRead


class StatementRead(ReadSchema):
    """An account from the close of the day before `begins_on` to the close of `ends_on`."""

    loan_id: LoanId
    contract_number: str
    currency: str
    begins_on: DateRead
    ends_on: DateRead
    opening: DayBalanceRead
    movements: list[MovementRead] = Field(max_length=MOVEMENTS_MAX)
    closing: DayBalanceRead
