"""A receipt: money that came in for a loan, under the name its channel gave it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from services.kit.errors import FieldError, Title
from services.kit.identifiers import typeid_of
from services.kit.money import Money
from services.loan_engine.servicing.transactions import Kind, PrepaymentMode, Transaction

PREFIX: Final = "repay"


class Payer(StrEnum):
    """Who paid, by their part in the loan."""

    BORROWER = "borrower"
    CO_BORROWER = "co_borrower"
    GUARANTOR = "guarantor"
    THIRD_PARTY = "third_party"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What is told of money that came in; `mode` is there when it is to pay before its time.

    `value_date` is None for today. `channel` and `external_reference` name it for ever, over all
    loans.
    """

    loan_id: UUID
    amount: Money
    value_date: date | None
    channel: str
    external_reference: str
    payer: Payer
    mode: PrepaymentMode | None = None
    quote_id: UUID | None = None

    def is_told_again(self, kept: "Receipt") -> bool:
        """Whether this is what was told before; a day that was left out is the day it had."""
        return self == replace(kept, value_date=self.value_date) and (
            self.value_date in {None, kept.value_date}
        )


def reference_of(repayment_id: UUID) -> str:
    """What a loan's transactions call the repayment."""
    return typeid_of(PREFIX, repayment_id)


def transaction_of(repayment_id: UUID, receipt: Receipt, value_date: date) -> Transaction:
    """The receipt as it happens to its loan."""
    return Transaction(
        kind=Kind.RECEIVED if receipt.mode is None else Kind.PREPAID,
        value_date=value_date,
        reference=reference_of(repayment_id),
        amount_minor=receipt.amount.amount_minor,
        mode=receipt.mode or PrepaymentMode.REDUCE_INSTALMENT,
    )


def faults_of(
    receipt: Receipt, currency: str, disbursed_on: date, today: date
) -> Iterator[FieldError]:
    """What is wrong with a receipt for a loan of `currency` that began on `disbursed_on`."""
    if receipt.amount.currency != currency:
        yield FieldError(
            "/amount/currency",
            "other_currency",
            Title("must be the currency of the loan", "币种须与贷款一致"),
        )
    value_date = receipt.value_date or today
    if value_date > today:
        yield FieldError(
            "/value_date",
            "in_the_future",
            Title("must be today or earlier", "不得晚于当前营业日"),
        )
    if value_date < disbursed_on:
        yield FieldError(
            "/value_date",
            "before_disbursement",
            Title("must not be before the loan began", "不得早于放款日"),
        )
