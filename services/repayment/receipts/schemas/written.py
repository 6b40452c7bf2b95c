"""What finance sends of receipts."""

from dataclasses import replace
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator
from typing_extensions import override

from services.kit.schemas import DateIn, Schema, ShortText, refusal
from services.loan_engine.servicing.transactions import PrepaymentMode
from services.repayment.receipts.domain.quoting import AHEAD_DAYS_MAX
from services.repayment.receipts.domain.receipt import Payer, Receipt
from services.repayment.receipts.domain.statuses import Reason
from services.repayment.receipts.records import BankPayment
from services.repayment.receipts.schemas.parts import (
    Channel,
    ExternalReference,
    LoanId,
    PaidIn,
    QuoteId,
)


class RepaymentCreate(Schema):
    """Money that came in for a loan."""

    amount: PaidIn
    value_date: DateIn | None = Field(
        default=None,
        description="the day from which it counts: today when not given, never a later one",
    )
    channel: Channel
    external_reference: ExternalReference
    payer: Payer = Payer.BORROWER

    def receipt(self, loan_id: UUID) -> Receipt:
        """The receipt as the domain knows it."""
        return Receipt(
            loan_id=loan_id,
            amount=self.amount.money(),
            value_date=self.value_date,
            channel=self.channel,
            external_reference=self.external_reference,
            payer=self.payer,
        )


class PrepaymentCreate(RepaymentCreate):
    """Money that came in to pay before its time."""

    mode: PrepaymentMode = Field(description="what becomes smaller by it")
    quote_id: QuoteId | None = Field(
        default=None, description="the quote it pays, to the cent, which ends the loan"
    )

    @override
    def receipt(self, loan_id: UUID) -> Receipt:
        """The receipt as the domain knows it."""
        plain = super().receipt(loan_id)
        return replace(plain, mode=self.mode, quote_id=self.quote_id)


class PayoffQuoteCreate(Schema):
    """From which day on it shall be told what settles the loan."""

    on: DateIn | None = Field(
        default=None, description=f"today when not given; at most {AHEAD_DAYS_MAX} days ahead"
    )


class BankMode(StrEnum):
    """What the money is for."""

    REPAY = "repay"
    PREPAY = "prepay"


class SandboxPaymentCreate(Schema):
    """What the borrower's bank shall pay us: to a loan, or to a contract by its number."""

    loan_id: LoanId | None = None
    contract_number: Annotated[str, ShortText(64)] | None = None
    amount: PaidIn
    mode: BankMode = Field(
        default=BankMode.REPAY,
        description="`prepay` pays principal that is not due, and later instalments fall",
    )
    value_date: DateIn | None = Field(default=None, description="today when not given")

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.loan_id is None) == (self.contract_number is None):
            raise refusal(
                "one_of_two",
                en="name the loan or the number of its contract",
                zh="须指定贷款或合同编号之一",
            )
        return self

    def payment(self) -> BankPayment:
        """The payment as the use case takes it."""
        is_early = self.mode is BankMode.PREPAY
        return BankPayment(
            loan_id=self.loan_id,
            contract_number=self.contract_number,
            amount=self.amount.money(),
            value_date=self.value_date,
            mode=PrepaymentMode.REDUCE_INSTALMENT if is_early else None,
        )


class ReversalCreate(Schema):
    """Why a repayment is taken back."""

    reason: Reason
