"""Rows of applications, their materials, uploads, supplements and history."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from services.application.domain.financials import AMOUNTS
from services.application.domain.statuses import APPLICATION_MOVES, OPEN
from services.application.intake.domain.materials import MATERIAL_MOVES, MaterialNeed
from services.application.schema import ApplicationRow
from services.kit.database import AggregateColumns

_OPEN_LIST = ", ".join(sorted(f"'{status.value}'" for status in OPEN))
_MEANS = ", ".join(f"{name}_minor" for name in AMOUNTS)
_NEED_LIST = ", ".join(f"'{need.value}'" for need in MaterialNeed)


class LoanApplicationRow(AggregateColumns, ApplicationRow):
    """An application; the materials and the history below it share its lock."""

    __tablename__ = "applications"
    __table_args__ = (
        CheckConstraint(APPLICATION_MOVES.check_sql("status"), name="status_known"),
        CheckConstraint("(amount_minor IS NULL) = (currency IS NULL)", name="amount_whole"),
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        CheckConstraint("term_months > 0", name="term_positive"),
        CheckConstraint(f"least({_MEANS}) >= 0", name="means_not_negative"),
        CheckConstraint(
            f"(num_nonnulls({_MEANS}) > 0) = (financials_currency IS NOT NULL)", name="means_whole"
        ),
        CheckConstraint("years_in_trade >= 0", name="years_in_trade_not_negative"),
        CheckConstraint("status <> 'submitted' OR sla_due_at IS NOT NULL", name="sla_runs"),
        CheckConstraint(
            "status <> 'supplement_required' OR supplement_due_on IS NOT NULL",
            name="supplement_dated",
        ),
        # One open application per party and product: the database is the referee.
        Index(
            "uq_applications_open",
            "party_id",
            "product_code",
            unique=True,
            postgresql_where=text(f"status IN ({_OPEN_LIST})"),
        ),
        # The owner of a partner's applications is the partner, so this is unique per partner.
        Index(
            "uq_applications_external_reference",
            "owner",
            "external_reference",
            unique=True,
            postgresql_where=text("external_reference IS NOT NULL"),
        ),
        Index("ix_applications_created_at", "created_at", "application_id"),
        Index("ix_applications_status", "status", "created_at", "application_id"),
        Index("ix_applications_owner", "owner", "created_at", "application_id"),
        Index(
            "ix_applications_partner",
            "partner_id",
            "created_at",
            "application_id",
            postgresql_where=text("partner_id IS NOT NULL"),
        ),
        Index("ix_applications_party_id", "party_id", "created_at"),
        Index("ix_applications_product_version_id", "product_version_id"),
        Index(
            "ix_applications_group_id", "group_id", postgresql_where=text("group_id IS NOT NULL")
        ),
    )

    application_id: Mapped[UUID] = mapped_column(primary_key=True)
    status: Mapped[str]
    party_id: Mapped[UUID] = mapped_column(ForeignKey("application.parties.party_id"))
    product_code: Mapped[str]
    product_version_id: Mapped[UUID] = mapped_column(
        ForeignKey("application.product_versions.version_id")
    )
    group_id: Mapped[UUID | None] = mapped_column(ForeignKey("application.groups.group_id"))
    owner: Mapped[str]
    partner_id: Mapped[UUID | None]
    channel: Mapped[str]
    external_reference: Mapped[str | None]
    amount_minor: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str | None]
    term_months: Mapped[int | None]
    method: Mapped[str | None]
    purpose_code: Mapped[str | None]
    purpose_note: Mapped[str | None]
    monthly_income_minor: Mapped[int | None] = mapped_column(BigInteger)
    monthly_sales_minor: Mapped[int | None] = mapped_column(BigInteger)
    monthly_costs_minor: Mapped[int | None] = mapped_column(BigInteger)
    monthly_household_costs_minor: Mapped[int | None] = mapped_column(BigInteger)
    existing_monthly_debt_service_minor: Mapped[int | None] = mapped_column(BigInteger)
    existing_debt_minor: Mapped[int | None] = mapped_column(BigInteger)
    financials_currency: Mapped[str | None]
    years_in_trade: Mapped[int | None]
    submitted_at: Mapped[datetime | None]
    submitted_on: Mapped[date | None]
    sla_due_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    supplement_due_on: Mapped[date | None]
    closing_reason_code: Mapped[str | None]
    closing_reason: Mapped[str | None]
    history_length: Mapped[int] = mapped_column(server_default=text("0"))


class UploadRow(ApplicationRow):
    """One file that was handed in; never changed, and kept when a better one replaces it."""

    __tablename__ = "material_uploads"
    __table_args__ = (
        UniqueConstraint("object_key"),
        CheckConstraint("size_bytes > 0", name="size_positive"),
        CheckConstraint("length(sha256) = 32", name="sha256_length"),
    )

    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("application.applications.application_id"), primary_key=True
    )
    upload_id: Mapped[UUID] = mapped_column(primary_key=True)
    item: Mapped[str]
    object_key: Mapped[str]
    media_type: Mapped[str]
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[bytes]
    document_on: Mapped[date | None]
    uploaded_by: Mapped[str]
    uploaded_at: Mapped[datetime] = mapped_column(server_default=func.now())


class MaterialRow(ApplicationRow):
    """One item of an application's checklist, as it was asked for when it appeared there."""

    __tablename__ = "materials"
    __mapper_args__ = {"eager_defaults": True}  # noqa: RUF012 - as SQLAlchemy declares it
    __table_args__ = (
        ForeignKeyConstraint(
            ["application_id", "upload_id"],
            [
                "application.material_uploads.application_id",
                "application.material_uploads.upload_id",
            ],
        ),
        CheckConstraint(MATERIAL_MOVES.check_sql("status"), name="status_known"),
        CheckConstraint(f"need IN ({_NEED_LIST})", name="need_known"),
        CheckConstraint(
            "status NOT IN ('uploaded', 'verified') OR upload_id IS NOT NULL", name="content_there"
        ),
    )

    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("application.applications.application_id"), primary_key=True
    )
    item: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    status: Mapped[str]
    need: Mapped[str]
    was_requested: Mapped[bool] = mapped_column(server_default=text("false"))
    requirement: Mapped[str]
    alternatives: Mapped[str | None]
    title_en: Mapped[str]
    title_zh: Mapped[str]
    freshness_days: Mapped[int | None]
    media_types: Mapped[list[str]] = mapped_column(ARRAY(Text))
    upload_id: Mapped[UUID | None]
    document_on: Mapped[date | None]
    reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now())


class SupplementRow(ApplicationRow):
    """What an officer asked for, numbered like the history entry that says so."""

    __tablename__ = "supplement_requests"

    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("application.applications.application_id"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    due_on: Mapped[date]
    items: Mapped[list[Any]]
    note: Mapped[str | None]
    requested_by: Mapped[str]


class HappeningRow(ApplicationRow):
    """One entry of an application's history; only ever added."""

    __tablename__ = "application_happenings"
    __table_args__ = (
        CheckConstraint(APPLICATION_MOVES.check_sql("from_status"), name="from_status_known"),
        CheckConstraint(APPLICATION_MOVES.check_sql("to_status"), name="to_status_known"),
        CheckConstraint(
            "(kind = 'status_changed') = (to_status IS NOT NULL)", name="status_change_whole"
        ),
        CheckConstraint("number > 0", name="number_positive"),
    )

    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("application.applications.application_id"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    occurred_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    kind: Mapped[str]
    from_status: Mapped[str | None]
    to_status: Mapped[str | None]
    item: Mapped[str | None]
    reason_code: Mapped[str | None]
    reason: Mapped[str | None]
    actor: Mapped[str]
    subject: Mapped[str]
