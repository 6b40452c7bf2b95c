"""Rows of cases as far as we know them, of questions, answers and decisions."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from services.application.assessment.domain.questions import QUESTION_LIFE
from services.application.assessment.domain.reports import DecisionOutcome
from services.application.schema import ApplicationRow

_APPLICATION = "application.applications.application_id"
_OUTCOMES = ", ".join(f"'{outcome.value}'" for outcome in DecisionOutcome)


class AssessmentRow(ApplicationRow):
    """Under which case an application is examined; written once."""

    __tablename__ = "assessments"
    __table_args__ = (Index("uq_assessments_case_id", "case_id", unique=True),)

    application_id: Mapped[UUID] = mapped_column(ForeignKey(_APPLICATION), primary_key=True)
    case_id: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class InformationRequestRow(ApplicationRow):
    """One question of underwriting's; an application has at most one that is open."""

    __tablename__ = "information_requests"
    __table_args__ = (
        CheckConstraint(QUESTION_LIFE.check_sql("status"), name="status_known"),
        Index("uq_information_requests_request_id", "request_id", unique=True),
        Index(
            "uq_information_requests_open",
            "application_id",
            unique=True,
            postgresql_where=text("status = 'open'"),
        ),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey(_APPLICATION), primary_key=True)
    request_id: Mapped[UUID] = mapped_column(primary_key=True)
    status: Mapped[str]
    text: Mapped[str]
    items: Mapped[list[Any]]
    due_on: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now())


class InformationAnswerRow(ApplicationRow):
    """The answer to a question, in the borrower's own words, sealed; never changed."""

    __tablename__ = "information_answers"
    __mapper_args__ = {"eager_defaults": True}  # noqa: RUF012 - as SQLAlchemy declares it
    __table_args__ = (
        ForeignKeyConstraint(
            ["application_id", "request_id"],
            [
                "application.information_requests.application_id",
                "application.information_requests.request_id",
            ],
        ),
    )

    application_id: Mapped[UUID] = mapped_column(primary_key=True)
    request_id: Mapped[UUID] = mapped_column(primary_key=True)
    text_sealed: Mapped[bytes]
    answered_by: Mapped[str]
    answered_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class DecisionRow(ApplicationRow):
    """What underwriting decided, as the borrower is told, and by whose hands; never changed."""

    __tablename__ = "decisions"
    __table_args__ = (
        CheckConstraint(f"outcome IN ({_OUTCOMES})", name="outcome_known"),
        Index("uq_decisions_decision_id", "decision_id", unique=True),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey(_APPLICATION), primary_key=True)
    decision_id: Mapped[UUID] = mapped_column(primary_key=True)
    submission: Mapped[int]
    outcome: Mapped[str]
    reasons: Mapped[list[Any]]
    decided_by: Mapped[list[Any]] = mapped_column(server_default=text("'[]'"))
    decided_at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
