"""Rows of products and their versions."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from services.application.catalogue.domain.lifecycle import VERSION_LIFE
from services.application.schema import ApplicationRow
from services.kit.database import AggregateColumns


class ProductRow(ApplicationRow):
    """A product: a code that stands for a line of versions."""

    __tablename__ = "products"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("code ~ '^[A-Z][A-Z0-9_]{2,39}$'", name="code_form"),
        Index("ix_products_created_at", "created_at", "product_id"),
    )

    product_id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ProductVersionRow(AggregateColumns, ApplicationRow):
    """One version. Its terms never change: a trigger sees to it."""

    __tablename__ = "product_versions"
    __table_args__ = (
        UniqueConstraint("product_id", "number"),
        # At most one version of a product is the current one.
        Index(
            "uq_product_versions_active",
            "product_id",
            unique=True,
            postgresql_where=text("status = 'active'"),
        ),
        CheckConstraint(VERSION_LIFE.check_sql("status"), name="status_known"),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint(
            "0 < amount_min_minor AND amount_min_minor <= amount_max_minor", name="amounts"
        ),
        CheckConstraint("0 < term_months_min AND term_months_min <= term_months_max", name="terms"),
        CheckConstraint("0 <= rate_min_ppm AND rate_min_ppm <= rate_max_ppm", name="rates"),
        CheckConstraint("valid_to >= valid_from", name="validity"),
        CheckConstraint("approver <> maker", name="four_eyes"),
        CheckConstraint(
            "(fast_track_amount_max_minor IS NULL) = (fast_track_customer_types IS NULL)",
            name="fast_track_whole",
        ),
        CheckConstraint("fast_track_amount_max_minor > 0", name="fast_track_amount_positive"),
        CheckConstraint("(status = 'draft') = (approver IS NULL)", name="approved"),
        CheckConstraint("(status = 'draft') = (approved_at IS NULL)", name="approved_at"),
    )

    version_id: Mapped[UUID] = mapped_column(primary_key=True)
    product_id: Mapped[UUID] = mapped_column(ForeignKey("application.products.product_id"))
    number: Mapped[int]
    status: Mapped[str]
    maker: Mapped[str]
    approver: Mapped[str | None]
    approved_at: Mapped[datetime | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    titles: Mapped[dict[str, Any]]
    product_type: Mapped[str]
    customer_types: Mapped[list[str]] = mapped_column(ARRAY(Text))
    currency: Mapped[str]
    amount_min_minor: Mapped[int] = mapped_column(BigInteger)
    amount_max_minor: Mapped[int] = mapped_column(BigInteger)
    term_months_min: Mapped[int]
    term_months_max: Mapped[int]
    methods: Mapped[list[str]] = mapped_column(ARRAY(Text))
    rate_min_ppm: Mapped[int]
    rate_max_ppm: Mapped[int]
    fees: Mapped[list[Any]]
    penalty_multiple_ppm: Mapped[int]
    grace_days: Mapped[int]
    day_count: Mapped[str]
    denied_purposes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    checklist: Mapped[list[Any]]
    fast_track_amount_max_minor: Mapped[int | None] = mapped_column(BigInteger)
    fast_track_customer_types: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
