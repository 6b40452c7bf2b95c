"""Rows of proposals: refunds and waivers, and what happened to them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from services.kit.database import AggregateColumns
from services.loan_engine.servicing.components import Component
from services.loan_engine.servicing.transactions import AMOUNT_MINOR_MAX
from services.repayment.receipts.domain.proposals import (
    PROPOSAL_MOVES,
    ProposalKind,
    RefusalReason,
)
from services.repayment.schema import RepaymentRow

_KINDS = ", ".join(f"'{each.value}'" for each in ProposalKind)
_REFUSALS = ", ".join(f"'{each.value}'" for each in RefusalReason)
_COMPONENTS = ", ".join(f"'{each.value}'" for each in Component if each is not Component.PRINCIPAL)


class ProposalRow(AggregateColumns, RepaymentRow):
    """A refund or a waiver; booked on its loan once it may be."""

    __tablename__ = "proposals"
    __table_args__ = (
        CheckConstraint(PROPOSAL_MOVES.check_sql("status"), name="status_known"),
        CheckConstraint(f"kind IN ({_KINDS})", name="kind_known"),
        CheckConstraint(f"amount_minor BETWEEN 1 AND {AMOUNT_MINOR_MAX}", name="amount_bounded"),
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="currency_spelt"),
        CheckConstraint("(kind = 'refund') = (repayment_id IS NOT NULL)", name="refund_whole"),
        CheckConstraint("(kind = 'waiver') = (component IS NOT NULL)", name="waiver_whole"),
        CheckConstraint(
            "payee_account_id IS NULL OR kind = 'refund'", name="payee_account_of_a_refund"
        ),
        CheckConstraint(f"component IN ({_COMPONENTS})", name="component_known"),
        CheckConstraint("decided_by <> proposed_by", name="two_people"),
        CheckConstraint(
            "status <> 'refused' OR (decided_by IS NOT NULL AND refusal_code IS NOT NULL)",
            name="refusal_said",
        ),
        CheckConstraint(f"refusal_code IN ({_REFUSALS})", name="refusal_known"),
        CheckConstraint(
            "status NOT IN ('paying', 'paid', 'returned') OR payee_account_id IS NOT NULL",
            name="paid_to_an_account",
        ),
        CheckConstraint(
            "status <> 'paid' OR (payout_id IS NOT NULL AND paid_on IS NOT NULL)",
            name="paid_by_a_payout",
        ),
        ForeignKeyConstraint(
            ["loan_id", "repayment_id"],
            ["repayment.repayments.loan_id", "repayment.repayments.repayment_id"],
            name="fk_proposals_loan_id_repayment_id",
        ),
        Index("uq_proposals_proposal_id", "proposal_id", unique=True),
        Index("ix_proposals_created_at", "loan_id", "created_at", "proposal_id"),
        Index("ix_proposals_repayment_id", "loan_id", "repayment_id"),
    )

    loan_id: Mapped[UUID] = mapped_column(ForeignKey("repayment.loans.loan_id"), primary_key=True)
    proposal_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    status: Mapped[str]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    repayment_id: Mapped[UUID | None]
    payee_account_id: Mapped[UUID | None]
    component: Mapped[str | None]
    reason_code: Mapped[str | None]
    proposed_by: Mapped[str]
    decided_by: Mapped[str | None]
    refusal_code: Mapped[str | None]
    payout_id: Mapped[UUID | None]
    paid_on: Mapped[date | None]
    return_code: Mapped[str | None]
    history_length: Mapped[int] = mapped_column(server_default=text("0"))


class ProposalHappeningRow(RepaymentRow):
    """One entry of a proposal's history; only ever added."""

    __tablename__ = "proposal_happenings"
    __table_args__ = (
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint(PROPOSAL_MOVES.check_sql("from_status"), name="from_status_known"),
        CheckConstraint(PROPOSAL_MOVES.check_sql("to_status"), name="to_status_known"),
        ForeignKeyConstraint(
            ["loan_id", "proposal_id"],
            ["repayment.proposals.loan_id", "repayment.proposals.proposal_id"],
        ),
    )

    loan_id: Mapped[UUID] = mapped_column(primary_key=True)
    proposal_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    from_status: Mapped[str | None]
    to_status: Mapped[str]
    subject: Mapped[str]
    occurred_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
