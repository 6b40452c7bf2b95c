"""Rows of cases, what was submitted for them, and what their checks found."""

from datetime import date, datetime
from typing import Any
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
from services.underwriting.cases.domain.statuses import CASE_MOVES
from services.underwriting.schema import UnderwritingRow

_CASE = "underwriting.cases.case_id"


class CaseRow(AggregateColumns, UnderwritingRow):
    """One case per application; everything below it shares its lock.

    `submission` is the number of the latest one; `decision_id` names the decision that stands.
    `claim_epoch` rises with every claim, so that a desk that lost its claim cannot act on it.
    """

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint(CASE_MOVES.check_sql("status"), name="status_known"),
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        CheckConstraint("submission > 0", name="submission_positive"),
        CheckConstraint("(claimed_by IS NULL) = (claimed_until IS NULL)", name="claim_whole"),
        Index("uq_cases_application_id", "application_id", unique=True),
        Index("ix_cases_created_at", "created_at", "case_id"),
        Index("ix_cases_status", "status", "created_at", "case_id"),
        Index("ix_cases_borrower_index", "borrower_index"),
        Index("ix_cases_mobile_index", "mobile_index"),
        Index("ix_cases_party_id", "party_id"),
        Index(
            "ix_cases_with_the_machine",
            "updated_at",
            postgresql_where=text("status IN ('queued', 'checking')"),
        ),
    )

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID]
    status: Mapped[str]
    submission: Mapped[int]
    owner: Mapped[str]
    partner_id: Mapped[UUID | None]
    party_id: Mapped[UUID]
    borrower_index: Mapped[bytes]
    mobile_index: Mapped[bytes]
    customer_type: Mapped[str]
    product_code: Mapped[str]
    product_type: Mapped[str]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    term_months: Mapped[int]
    method: Mapped[str]
    authority: Mapped[str | None]
    sla_due_at: Mapped[datetime | None]
    claimed_by: Mapped[str | None]
    claimed_until: Mapped[datetime | None]
    claim_epoch: Mapped[int] = mapped_column(server_default=text("0"))
    decision_id: Mapped[UUID | None]
    history_length: Mapped[int] = mapped_column(server_default=text("0"))


class SubmissionRow(UnderwritingRow):
    """What was told for one submission, sealed as one text; never changed.

    `intake_officer` and `handled_by` are the staff who had a hand in the intake.
    """

    __tablename__ = "case_submissions"
    __table_args__ = (CheckConstraint("length(sha256) = 32", name="sha256_length"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey(_CASE), primary_key=True)
    submission: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    told_sealed: Mapped[bytes]
    sha256: Mapped[bytes]
    intake_officer: Mapped[str | None]
    handled_by: Mapped[list[Any]] = mapped_column(server_default=text("'[]'::jsonb"))
    received_at: Mapped[datetime] = mapped_column(server_default=func.now())


class CheckRow(UnderwritingRow):
    """What one check found for one submission: codes, counts and amounts; never changed."""

    __tablename__ = "case_checks"

    case_id: Mapped[UUID] = mapped_column(ForeignKey(_CASE), primary_key=True)
    submission: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(primary_key=True)
    outcome: Mapped[str]
    findings: Mapped[dict[str, Any]]
    checked_at: Mapped[datetime] = mapped_column(server_default=func.now())


class CaseHappeningRow(UnderwritingRow):
    """One entry of a case's history; only ever added."""

    __tablename__ = "case_happenings"
    __table_args__ = (
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint(CASE_MOVES.check_sql("from_status"), name="from_status_known"),
        CheckConstraint(CASE_MOVES.check_sql("to_status"), name="to_status_known"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey(_CASE), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    submission: Mapped[int]
    kind: Mapped[str]
    from_status: Mapped[str | None]
    to_status: Mapped[str | None]
    subject: Mapped[str]
    reason_code: Mapped[str | None]
    reason: Mapped[str | None]
    occurred_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class InformationRequestRow(UnderwritingRow):
    """What an underwriter asked of the borrower; one open at a time per case."""

    __tablename__ = "information_requests"
    __table_args__ = (
        CheckConstraint("status IN ('open', 'answered', 'closed')", name="status_known"),
        Index("ix_information_requests_case_id", "case_id"),
        Index(
            "uq_information_requests_open",
            "case_id",
            unique=True,
            postgresql_where=text("status = 'open'"),
        ),
    )

    request_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey(_CASE))
    submission: Mapped[int]
    status: Mapped[str]
    text: Mapped[str]
    items: Mapped[list[Any]]
    due_on: Mapped[date]
    asked_by: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(server_default=func.now())


class RecommendationRow(UnderwritingRow):
    """What an underwriter recommends, numbered within its case; a returned one is kept.

    `terms` are the figures the rules in force give for this amount and term.
    """

    __tablename__ = "case_recommendations"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        CheckConstraint("term_months > 0", name="term_positive"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey(_CASE), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    submission: Mapped[int]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    term_months: Mapped[int]
    terms: Mapped[dict[str, Any]]
    conditions: Mapped[list[Any]]
    authority: Mapped[str]
    note: Mapped[str]
    override_reason: Mapped[str | None]
    recommended_by: Mapped[str]
    recommended_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ApprovalRow(UnderwritingRow):
    """One hand under a recommendation; nobody signs twice."""

    __tablename__ = "case_approvals"
    __table_args__ = (
        ForeignKeyConstraint(
            ["case_id", "number"],
            [
                "underwriting.case_recommendations.case_id",
                "underwriting.case_recommendations.number",
            ],
        ),
    )

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    approver: Mapped[str] = mapped_column(primary_key=True)
    approved_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ScreeningRow(UnderwritingRow):
    """One look at the lists before a payout: what it came to, and which entries were news.

    The same question on the same day, about lists that have not changed, is the same row.
    """

    __tablename__ = "case_screenings"
    __table_args__ = (
        CheckConstraint("outcome IN ('clear', 'listed')", name="outcome_known"),
        Index("ix_case_screenings_case_id", "case_id"),
    )

    payout_id: Mapped[UUID] = mapped_column(primary_key=True)
    screened_on: Mapped[date] = mapped_column(primary_key=True)
    list_version: Mapped[str] = mapped_column(primary_key=True)
    outcome: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey(_CASE))
    submission: Mapped[int]
    news: Mapped[list[Any]]
    screened_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
