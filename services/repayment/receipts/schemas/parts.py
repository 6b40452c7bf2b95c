"""What written and read schemas of receipts have in common: names, forms and limits."""

from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from services.kit.schemas import MoneyIn, TypeId
from services.loan_engine.servicing.transactions import AMOUNT_MINOR_MAX
from services.repayment.receipts.domain.receipt import PREFIX

ALLOCATIONS_MAX: Final = 5_000

LoanId = Annotated[UUID, TypeId("loan")]
QuoteId = Annotated[UUID, TypeId("quote")]
RefundId = Annotated[UUID, TypeId("refund")]
WaiverId = Annotated[UUID, TypeId("waiver")]
PayeeAccountId = Annotated[UUID, TypeId("acct")]
PayoutId = Annotated[UUID, TypeId("pay")]
ReturnReason = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
RepaymentId = Annotated[UUID, TypeId(PREFIX)]
Channel = Annotated[
    str,
    Field(
        pattern=r"^[a-z][a-z0-9_]{0,39}$",
        description="by which way money comes in",
        examples=["bank_transfer"],
    ),
]
ExternalReference = Annotated[
    str,
    Field(
        pattern=r"^[0-9A-Za-z][0-9A-Za-z._:/-]{0,99}$",
        description="what the channel calls it; unique in the channel, over all loans, for ever",
        examples=["20261127-000317"],
    ),
]


FeeCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$", examples=["late_notice"])]


class PaidIn(MoneyIn):
    """An amount that moves on a loan."""

    amount: int = Field(
        ge=1, le=AMOUNT_MINOR_MAX, description="whole minor units", examples=[888488]
    )
