"""Rows of loans, what happened to them, and the schedule of each funding."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from services.kit.database import AggregateColumns
from services.loan_engine.servicing.components import Component
from services.loan_engine.servicing.transactions import Kind, PrepaymentMode
from services.loan_engine.terms import PRINCIPAL_MINOR_MAX, Payee
from services.repayment.loans.domain.statuses import LOAN_MOVES
from services.repayment.schema import RepaymentRow

_LOAN = "repayment.loans.loan_id"
_KINDS = ", ".join(f"'{kind.value}'" for kind in Kind)
_COMPONENTS = ", ".join(f"'{each.value}'" for each in Component)
_MODES = ", ".join(f"'{each.value}'" for each in PrepaymentMode)
_PAYEES = ", ".join(f"'{each.value}'" for each in Payee)


class LoanRow(AggregateColumns, RepaymentRow):
    """One loan account per contract, its terms pinned; all below it shares its lock.

    `last_sequence` numbers its transactions. What stands under `disbursed_on` is what its
    transactions come to: null while no money has come, or none is left.
    """

    __tablename__ = "loans"
    __table_args__ = (
        CheckConstraint(LOAN_MOVES.check_sql("status"), name="status_known"),
        CheckConstraint(
            f"principal_minor BETWEEN 1 AND {PRINCIPAL_MINOR_MAX}", name="principal_bounded"
        ),
        CheckConstraint("rate_ppm BETWEEN 0 AND 1000000", name="rate_bounded"),
        CheckConstraint(
            "penalty_multiple_ppm BETWEEN 0 AND 3000000", name="penalty_multiple_bounded"
        ),
        CheckConstraint("grace_days BETWEEN 0 AND 60", name="grace_days_bounded"),
        CheckConstraint("length(document_sha256) = 32", name="document_sha256_length"),
        CheckConstraint("(status = 'pending') = (disbursed_on IS NULL)", name="funded"),
        CheckConstraint("(disbursed_on IS NULL) = (payout_id IS NULL)", name="funded_by"),
        CheckConstraint("(disbursed_on IS NULL) = (funding_sequence IS NULL)", name="funding"),
        CheckConstraint("(next_due_on IS NULL) = (next_due_minor IS NULL)", name="next_due_whole"),
        Index("uq_loans_contract_id", "contract_id", unique=True),
        Index("ix_loans_application_id", "application_id"),
        Index("ix_loans_party_id", "party_id"),
        Index("ix_loans_contract_number", "contract_number"),
        Index("ix_loans_created_at", "created_at", "loan_id"),
        Index("ix_loans_owner", "owner", "created_at", "loan_id"),
        Index("ix_loans_partner_id", "partner_id", "created_at", "loan_id"),
    )

    loan_id: Mapped[UUID] = mapped_column(primary_key=True)
    contract_id: Mapped[UUID]
    contract_number: Mapped[str]
    document_sha256: Mapped[bytes]
    application_id: Mapped[UUID]
    owner: Mapped[str]
    partner_id: Mapped[UUID | None]
    party_id: Mapped[UUID]
    signers: Mapped[list[Any]] = mapped_column(server_default=text("'[]'::jsonb"))
    product_code: Mapped[str]
    product_version: Mapped[int]
    product_type: Mapped[str]
    engine_version: Mapped[str]
    principal_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    rate_ppm: Mapped[int]
    method: Mapped[str]
    instalments: Mapped[int]
    every: Mapped[int]
    unit: Mapped[str]
    first_due_on: Mapped[date | None]
    day_count: Mapped[str]
    interest_per: Mapped[str]
    rounding: Mapped[str]
    fees: Mapped[list[Any]]
    contingent_fees: Mapped[list[Any]] = mapped_column(server_default=text("'[]'::jsonb"))
    planned_on: Mapped[date]
    penalty_multiple_ppm: Mapped[int]
    grace_days: Mapped[int]
    status: Mapped[str]
    last_sequence: Mapped[int] = mapped_column(BigInteger)
    disbursed_on: Mapped[date | None]
    payout_id: Mapped[UUID | None]
    funding_sequence: Mapped[int | None] = mapped_column(BigInteger)
    matures_on: Mapped[date | None]
    next_due_on: Mapped[date | None]
    next_due_minor: Mapped[int | None] = mapped_column(BigInteger)


class LoanTransactionRow(RepaymentRow):
    """One thing that happened to a loan, never changed; `sequence` is given under the lock.

    `reference` names what it stands for, such as a payout, once within the loan. `payee` is whose
    a charged fee is; it was the lender's where nothing is said.
    """

    __tablename__ = "loan_transactions"
    __table_args__ = (
        CheckConstraint(f"kind IN ({_KINDS})", name="kind_known"),
        CheckConstraint("sequence > 0", name="sequence_positive"),
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="currency_spelt"),
        CheckConstraint("(kind = 'reversed') = (reverses IS NOT NULL)", name="reversal"),
        CheckConstraint("reverses <> reference", name="reverses_another"),
        CheckConstraint("(kind = 'waived') = (component IS NOT NULL)", name="waived_component"),
        CheckConstraint(f"component IN ({_COMPONENTS})", name="component_known"),
        CheckConstraint("(kind = 'prepaid') = (mode IS NOT NULL)", name="prepaid_mode"),
        CheckConstraint(f"mode IN ({_MODES})", name="mode_known"),
        CheckConstraint("payee IS NULL OR kind = 'charged'", name="charged_payee"),
        CheckConstraint(f"payee IN ({_PAYEES})", name="payee_known"),
        UniqueConstraint("loan_id", "reference"),
        UniqueConstraint("loan_id", "reverses"),
        ForeignKeyConstraint(
            ["loan_id", "reverses"],
            ["repayment.loan_transactions.loan_id", "repayment.loan_transactions.reference"],
        ),
    )

    loan_id: Mapped[UUID] = mapped_column(ForeignKey(_LOAN), primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    kind: Mapped[str]
    value_date: Mapped[date]
    booked_on: Mapped[date]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    reference: Mapped[str]
    reverses: Mapped[str | None]
    component: Mapped[str | None]
    mode: Mapped[str | None]
    payee: Mapped[str | None]
    reason_code: Mapped[str | None]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class LoanInstalmentRow(RepaymentRow):
    """One instalment of the schedule that a funding binds, `funding` being its transaction."""

    __tablename__ = "loan_instalments"
    __table_args__ = (
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint(
            "principal_minor >= 0 AND interest_minor >= 0 AND fees_minor >= 0"
            " AND balance_minor >= 0",
            name="figures_not_negative",
        ),
        CheckConstraint(
            "total_minor = principal_minor + interest_minor + fees_minor", name="total_whole"
        ),
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="currency_spelt"),
        ForeignKeyConstraint(
            ["loan_id", "funding"],
            ["repayment.loan_transactions.loan_id", "repayment.loan_transactions.sequence"],
        ),
    )

    loan_id: Mapped[UUID] = mapped_column(primary_key=True)
    funding: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    due_on: Mapped[date]
    days: Mapped[int]
    principal_minor: Mapped[int] = mapped_column(BigInteger)
    interest_minor: Mapped[int] = mapped_column(BigInteger)
    fees_minor: Mapped[int] = mapped_column(BigInteger)
    total_minor: Mapped[int] = mapped_column(BigInteger)
    balance_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
