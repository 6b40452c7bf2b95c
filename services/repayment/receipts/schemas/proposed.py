"""What is sent and answered about refunds, waivers and fees."""

from enum import StrEnum
from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from services.kit.schemas import DateRead, InstantRead, MoneyRead, ReadSchema, Schema
from services.loan_engine.servicing.components import Component
from services.repayment.receipts.domain.fees import Charge
from services.repayment.receipts.domain.proposal_steps import ProposalActor
from services.repayment.receipts.domain.proposals import (
    Proposal,
    ProposalKind,
    ProposalStatus,
    RefusalReason,
    WaiverReason,
)
from services.repayment.receipts.schemas.parts import (
    ExternalReference,
    FeeCode,
    LoanId,
    PaidIn,
    PayeeAccountId,
    PayoutId,
    RefundId,
    RepaymentId,
    ReturnReason,
    WaiverId,
)

CALLS_MAX: Final = 10


class Waivable(StrEnum):
    """What can be forgiven; principal is written off, never waived."""

    FEE = "fee"
    PENALTY = "penalty"
    COMPOUND = "compound"
    INTEREST = "interest"


class RefundCreate(Schema):
    """Money that waits in suspense, to be given back."""

    repayment_id: RepaymentId = Field(description="the receipt whose money waits")
    amount: PaidIn
    payee_account_id: PayeeAccountId | None = Field(
        default=None,
        description="null gives it back to where it came from; another account takes two people",
    )

    def proposal(self, loan_id: UUID) -> Proposal:
        """The refund as the domain knows it."""
        return Proposal(
            loan_id=loan_id,
            kind=ProposalKind.REFUND,
            amount=self.amount.money(),
            repayment_id=self.repayment_id,
            payee_account_id=self.payee_account_id,
        )


class WaiverCreate(Schema):
    """What of a loan shall be forgiven, and why."""

    component: Waivable
    amount: PaidIn
    reason: WaiverReason

    def proposal(self, loan_id: UUID) -> Proposal:
        """The waiver as the domain knows it."""
        return Proposal(
            loan_id=loan_id,
            kind=ProposalKind.WAIVER,
            amount=self.amount.money(),
            component=Component(self.component.value),
            reason=self.reason,
        )


class RefusalCreate(Schema):
    """Why a refund or a waiver is not approved."""

    reason: RefusalReason


class FeeCreate(Schema):
    """A fee that is to be charged because something happened."""

    code: FeeCode
    amount: PaidIn
    reference: ExternalReference = Field(description="names the occasion; unique in the loan")

    def charge(self, loan_id: UUID) -> Charge:
        """The fee as the domain knows it."""
        return Charge(
            loan_id=loan_id,
            code=self.code,
            amount=self.amount.money(),
            reference=self.reference,
        )


class ProposalCallRead(ReadSchema):
    """A call that takes the next step."""

    operation_id: Annotated[str, Field(max_length=64)]
    method: Annotated[str, Field(max_length=8)]
    path: Annotated[str, Field(max_length=200)]


class ProposalNextStepRead(ReadSchema):
    """Whose turn it is: a role that decides, or nobody; who proposed it may withdraw it."""

    actor: ProposalActor
    calls: list[ProposalCallRead] = Field(max_length=CALLS_MAX)


class RefundRead(ReadSchema):
    """A refund of what waited of a repayment."""

    id: RefundId
    loan_id: LoanId
    status: ProposalStatus
    repayment_id: RepaymentId
    amount: MoneyRead
    payee_account_id: PayeeAccountId | None
    payout_id: PayoutId | None = Field(description="what paid it out, once that has ended")
    paid_on: DateRead | None
    return_reason: ReturnReason | None = Field(description="why the money waits again")
    refusal_reason: RefusalReason | None
    next_step: ProposalNextStepRead
    version: int
    created_at: InstantRead
    updated_at: InstantRead


class WaiverRead(ReadSchema):
    """A waiver; nothing is forgiven while it is only proposed."""

    id: WaiverId
    loan_id: LoanId
    status: ProposalStatus
    component: Component
    amount: MoneyRead
    reason: WaiverReason
    refusal_reason: RefusalReason | None
    next_step: ProposalNextStepRead
    version: int
    created_at: InstantRead
    updated_at: InstantRead


class FeeRead(ReadSchema):
    """A fee that was charged; it falls due at once."""

    loan_id: LoanId
    code: str
    reference: str
    amount: MoneyRead
    due_on: DateRead
