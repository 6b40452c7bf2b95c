"""What use cases are handed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.kit.money import Money
from services.loan_engine.servicing.transactions import PrepaymentMode


@dataclass(frozen=True, slots=True, kw_only=True)
class BankPayment:
    """What the bank is told to pay, to a loan by its id or by the number of its contract."""

    loan_id: UUID | None
    contract_number: str | None
    amount: Money
    value_date: date | None
    mode: PrepaymentMode | None
