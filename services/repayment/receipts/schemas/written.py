"""What finance sends of receipts."""

from uuid import UUID

from pydantic import Field

from services.kit.schemas import DateIn, Schema
from services.repayment.receipts.domain.receipt import Payer, Receipt
from services.repayment.receipts.domain.reversal import Reason
from services.repayment.receipts.schemas.parts import Channel, ExternalReference, PaidIn


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


class ReversalCreate(Schema):
    """Why a repayment is taken back."""

    reason: Reason
