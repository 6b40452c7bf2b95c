"""Rows of questions to the credit bureau, tries to ask them, and the reports that came."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from services.underwriting.schema import UnderwritingRow

_QUERY = "underwriting.bureau_queries.query_id"


class BureauQueryRow(UnderwritingRow):
    """One question: about whom (by index), why, on which consent, on whose behalf, and when.

    It is committed before the bureau is asked; its id is the bureau's key for it, so asking again
    after a crash is the same question.
    """

    __tablename__ = "bureau_queries"
    __table_args__ = (UniqueConstraint("case_id", "submission", "subject_index"),)

    query_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("underwriting.cases.case_id"))
    submission: Mapped[int]
    subject_index: Mapped[bytes]
    purpose: Mapped[str]
    consent_version: Mapped[str]
    consent_given_at: Mapped[datetime]
    asked_by: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(server_default=func.now())


class BureauAttemptRow(UnderwritingRow):
    """One try to ask a question, and what came of it."""

    __tablename__ = "bureau_attempts"
    __table_args__ = (
        CheckConstraint(
            "outcome IN ('reported', 'no_record', 'unavailable')", name="outcome_known"
        ),
        CheckConstraint("attempt > 0", name="attempt_positive"),
    )

    query_id: Mapped[UUID] = mapped_column(ForeignKey(_QUERY), primary_key=True)
    attempt: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    outcome: Mapped[str]
    tried_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class BureauReportRow(UnderwritingRow):
    """One answer of the bureau, sealed; it answers the same question again until `expires_at`."""

    __tablename__ = "bureau_reports"
    __table_args__ = (
        Index("ix_bureau_reports_subject_index", "subject_index", "purpose", "received_at"),
        CheckConstraint("expires_at > received_at", name="life_positive"),
    )

    query_id: Mapped[UUID] = mapped_column(ForeignKey(_QUERY), primary_key=True)
    subject_index: Mapped[bytes]
    purpose: Mapped[str]
    report_no: Mapped[str]
    report_sealed: Mapped[bytes]
    received_at: Mapped[datetime]
    expires_at: Mapped[datetime]
