"""What the disbursement service tells us of the payouts of refunds."""

from typing import Annotated, Final, Self
from uuid import UUID

from pydantic import Field, model_validator

from services.kit.schemas import DateIn, MoneyIn, ReadSchema, Schema, TypeId, refusal
from services.repayment.receipts.domain.payouts import PayoutEnd, RefundPayout
from services.repayment.receipts.domain.proposals import ProposalStatus
from services.repayment.receipts.schemas.parts import RefundId

SEQUENCE_MAX: Final = 9_000_000_000_000_000


class RefundPayoutTold(Schema):
    """How the payout of a refund ended; told on the story of its contract."""

    sequence: int = Field(ge=1, le=SEQUENCE_MAX)
    after: int = Field(
        ge=0, le=SEQUENCE_MAX, description="the number of the message sent before it; 0 if none"
    )
    contract_id: Annotated[UUID, TypeId("ctr")]
    payout_id: Annotated[UUID, TypeId("pay")]
    status: PayoutEnd
    amount: MoneyIn
    settled_on: DateIn | None
    reason_code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")] | None

    @model_validator(mode="after")
    def _dated(self) -> Self:
        if (self.status is PayoutEnd.SETTLED) != (self.settled_on is not None):
            raise refusal(
                "settled_on_misplaced",
                en="settled_on is given for settled, and only for it",
                zh="仅在状态为 settled 时填写 settled_on",
            )
        return self

    def payout(self, refund_id: UUID) -> RefundPayout:
        """The payout of the refund in the path, as the use case takes it."""
        return RefundPayout(
            refund_id=refund_id,
            contract_id=self.contract_id,
            payout_id=self.payout_id,
            sequence=self.sequence,
            after=self.after,
            end=self.status,
            amount=self.amount.money(),
            settled_on=self.settled_on,
            reason_code=self.reason_code,
        )


class RefundPayoutTaken(ReadSchema):
    """Where the refund stands by it."""

    refund_id: RefundId
    status: ProposalStatus
