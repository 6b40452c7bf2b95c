"""Rows of the conditions a person shows to be met, and of the evidence that was given."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from services.disbursement.conditions.domain.conditions import CONDITION_MOVES
from services.disbursement.schema import DisbursementRow
from services.kit.database import AggregateColumns


class ConditionRow(AggregateColumns, DisbursementRow):
    """One condition of one contract; the lock of its contract is taken before its own.

    `evidenced_by` gave the evidence that counts; `accepted_by` is the second person's.
    """

    __tablename__ = "contract_conditions"
    __table_args__ = (
        CheckConstraint(CONDITION_MOVES.check_sql("status"), name="status_known"),
        CheckConstraint("(status = 'open') = (evidenced_by IS NULL)", name="evidence_given"),
        CheckConstraint("accepted_by <> evidenced_by", name="four_eyes"),
        CheckConstraint(
            "status <> 'met' OR NOT is_critical OR accepted_by IS NOT NULL",
            name="critical_is_accepted",
        ),
        Index("uq_contract_conditions_code", "contract_id", "code", unique=True),
    )

    contract_id: Mapped[UUID] = mapped_column(
        ForeignKey("disbursement.contracts.contract_id"), primary_key=True
    )
    condition_id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str]
    position: Mapped[int]
    title_en: Mapped[str]
    title_zh: Mapped[str]
    is_critical: Mapped[bool]
    status: Mapped[str]
    evidenced_by: Mapped[str | None]
    accepted_by: Mapped[str | None]


class EvidenceRow(DisbursementRow):
    """One piece of evidence; only ever added, also when it is not accepted."""

    __tablename__ = "contract_condition_evidence"
    __table_args__ = (
        ForeignKeyConstraint(
            ["contract_id", "condition_id"],
            [
                "disbursement.contract_conditions.contract_id",
                "disbursement.contract_conditions.condition_id",
            ],
        ),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("length(document_sha256) = 32", name="document_sha256_length"),
    )

    contract_id: Mapped[UUID] = mapped_column(primary_key=True)
    condition_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    reference: Mapped[str]
    document_sha256: Mapped[bytes | None]
    note: Mapped[str]
    given_by: Mapped[str]
    given_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
