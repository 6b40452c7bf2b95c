"""What the repayment service tells us of refunds that were approved."""

from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from services.disbursement.domain.statuses import PayoutStatus
from services.disbursement.payouts.domain.refunds import Refund
from services.kit.schemas import MoneyIn, ReadSchema, Schema, TypeId

SEQUENCE_MAX: Final = 9_000_000_000_000_000

RefundId = Annotated[UUID, TypeId("refund")]
Subject = Annotated[str, Field(min_length=1, max_length=255)]


class RefundTold(Schema):
    """Money that waited for its borrower is to go to an account; one story per refund."""

    sequence: int = Field(ge=1, le=SEQUENCE_MAX)
    after: int = Field(
        ge=0, le=SEQUENCE_MAX, description="the number of the message sent before it; 0 if none"
    )
    contract_id: Annotated[UUID, TypeId("ctr")]
    amount: MoneyIn
    payee_account_id: Annotated[UUID, TypeId("acct")]
    proposed_by: Subject
    approved_by: Subject

    def refund(self, refund_id: UUID) -> Refund:
        """The refund of the path, as the use case takes it."""
        return Refund(
            refund_id=refund_id,
            contract_id=self.contract_id,
            amount=self.amount.money(),
            account_id=self.payee_account_id,
            proposed_by=self.proposed_by,
            approved_by=self.approved_by,
        )


class RefundTaken(ReadSchema):
    """The payout of the refund, and where it stands."""

    payout_id: Annotated[UUID, TypeId("pay")]
    status: PayoutStatus
