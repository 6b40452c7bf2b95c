"""Rows of payee accounts and of what their banks were asked; numbers and names are sealed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from services.disbursement.payees.domain.accounts import ACCOUNT_MOVES, VERDICTS
from services.disbursement.schema import DisbursementRow
from services.kit.database import AggregateColumns

_OUTCOMES = ", ".join(f"'{word}'" for word in (*VERDICTS, "ambiguous", "not_submitted"))


class PayeeAccountRow(AggregateColumns, DisbursementRow):
    """One account of one contract; the lock of its contract is taken before its own.

    `destination_digest` is a keyed hash of bank, number and holder: what an approval is given for.
    `number_index` finds the same number at other borrowers. `rounds` counts how often the bank
    was asked anew.
    """

    __tablename__ = "payee_accounts"
    __table_args__ = (
        CheckConstraint(ACCOUNT_MOVES.check_sql("status"), name="status_known"),
        CheckConstraint("status <> 'rejected' OR rejection IS NOT NULL", name="rejection_said"),
        CheckConstraint("length(number_index) = 32", name="number_index_length"),
        CheckConstraint("length(destination_digest) = 32", name="destination_digest_length"),
        # A contract has one account in use.
        Index(
            "uq_payee_accounts_in_use",
            "contract_id",
            unique=True,
            postgresql_where=text("status <> 'replaced'"),
        ),
        Index("uq_payee_accounts_account_id", "account_id", unique=True),
        Index("ix_payee_accounts_number_index", "number_index"),
        Index("ix_payee_accounts_created_at", "created_at", "account_id"),
        Index("ix_payee_accounts_owner", "owner", "created_at", "account_id"),
        Index("ix_payee_accounts_partner_id", "partner_id", "created_at", "account_id"),
        Index(
            "ix_payee_accounts_verifying",
            "updated_at",
            postgresql_where=text("status = 'verifying'"),
        ),
    )

    contract_id: Mapped[UUID] = mapped_column(
        ForeignKey("disbursement.contracts.contract_id"), primary_key=True
    )
    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    status: Mapped[str]
    owner: Mapped[str]
    partner_id: Mapped[UUID | None]
    party_id: Mapped[UUID]
    bank_code: Mapped[str]
    number_sealed: Mapped[bytes]
    number_index: Mapped[bytes]
    holder_sealed: Mapped[bytes]
    destination_digest: Mapped[bytes]
    usable_from: Mapped[date]
    rejection: Mapped[str | None]
    rounds: Mapped[int] = mapped_column(server_default=text("0"))


class VerificationAttemptRow(DisbursementRow):
    """One question to a bank about an account, written before it is asked."""

    __tablename__ = "payee_verification_attempts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["contract_id", "account_id"],
            ["disbursement.payee_accounts.contract_id", "disbursement.payee_accounts.account_id"],
        ),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("round > 0", name="round_positive"),
    )

    contract_id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    round: Mapped[int]
    started_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class VerificationOutcomeRow(DisbursementRow):
    """What came of one question; a question without one was asked by a worker that is gone."""

    __tablename__ = "payee_verification_outcomes"
    __table_args__ = (
        ForeignKeyConstraint(
            ["contract_id", "account_id", "number"],
            [
                "disbursement.payee_verification_attempts.contract_id",
                "disbursement.payee_verification_attempts.account_id",
                "disbursement.payee_verification_attempts.number",
            ],
        ),
        CheckConstraint(f"outcome IN ({_OUTCOMES})", name="outcome_known"),
    )

    contract_id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    outcome: Mapped[str]
    detail: Mapped[str | None]
    ended_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
