"""Rows of decisions: what was known, what came out, and by whose hand; never changed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from services.underwriting.schema import UnderwritingRow


class DecisionRow(UnderwritingRow):
    """One decision; a later one of its case supersedes it.

    `snapshot` and `answer` are canonical JSON, kept as the very text that their hashes are of.
    The machine decides once per submission, and again with each valuation of what secures the
    loan: `weighing` counts. A person's decision keeps the machine's latest answer and adds
    `terms`. `reasons` and `conditions` are codes; their words are the rulebook's.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        CheckConstraint("outcome IN ('approved', 'declined', 'referred')", name="outcome_known"),
        CheckConstraint("kind IN ('automatic', 'manual')", name="kind_known"),
        CheckConstraint("kind = 'automatic' OR outcome <> 'referred'", name="people_decide"),
        CheckConstraint("(outcome = 'approved') = (amount_minor IS NOT NULL)", name="amount"),
        CheckConstraint("(outcome = 'approved') = (valid_until IS NOT NULL)", name="validity"),
        CheckConstraint(
            "outcome = 'approved' OR jsonb_array_length(reasons) > 0", name="reasons_given"
        ),
        CheckConstraint("weighing > 0", name="weighing_positive"),
        Index("ix_decisions_case_id", "case_id", "decided_at"),
        Index(
            "uq_decisions_automatic",
            "case_id",
            "submission",
            "weighing",
            unique=True,
            postgresql_where=text("kind = 'automatic'"),
        ),
    )

    decision_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("underwriting.cases.case_id"))
    submission: Mapped[int]
    weighing: Mapped[int] = mapped_column(server_default=text("1"))
    kind: Mapped[str]
    outcome: Mapped[str]
    amount_minor: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str]
    terms: Mapped[dict[str, Any] | None]
    binding_constraint: Mapped[str | None]
    authority: Mapped[str]
    reasons: Mapped[list[Any]]
    conditions: Mapped[list[Any]]
    rulebook_version: Mapped[str]
    snapshot: Mapped[str]
    snapshot_sha256: Mapped[str]
    answer: Mapped[str]
    answer_sha256: Mapped[str]
    valid_until: Mapped[date | None]
    is_override: Mapped[bool] = mapped_column(server_default=text("false"))
    decided_by: Mapped[str]
    decided_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
