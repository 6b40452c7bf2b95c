"""Rows of offers."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from services.application.offers.domain.offer import OFFER_LIFE
from services.application.schema import ApplicationRow


class OfferRow(ApplicationRow):
    """One offer; its audit hangs on the application's chain, and its terms cannot be changed."""

    __tablename__ = "offers"
    __mapper_args__ = {"eager_defaults": True}  # noqa: RUF012 - as SQLAlchemy declares it
    __table_args__ = (
        CheckConstraint(OFFER_LIFE.check_sql("status"), name="status_known"),
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        CheckConstraint("instalment_minor > 0", name="instalment_positive"),
        CheckConstraint("term_months > 0", name="term_positive"),
        CheckConstraint("rate_ppm >= 0", name="rate_not_negative"),
        CheckConstraint("(status <> 'accepted') OR accepted_at IS NOT NULL", name="accepted"),
        Index("uq_offers_offer_id", "offer_id", unique=True),
        # One decision makes one offer, and an application has one that can be accepted.
        Index("uq_offers_decision_id", "decision_id", unique=True),
        Index(
            "uq_offers_open",
            "application_id",
            unique=True,
            postgresql_where=text("status = 'open'"),
        ),
        Index("ix_offers_lapsing", "valid_until", postgresql_where=text("status = 'open'")),
    )

    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("application.applications.application_id"), primary_key=True
    )
    offer_id: Mapped[UUID] = mapped_column(primary_key=True)
    decision_id: Mapped[UUID]
    owner: Mapped[str]
    partner_id: Mapped[UUID | None]
    status: Mapped[str]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    term_months: Mapped[int]
    rate_ppm: Mapped[int]
    method: Mapped[str]
    instalment_minor: Mapped[int] = mapped_column(BigInteger)
    simple_cost_ppm: Mapped[int]
    compound_cost_ppm: Mapped[int]
    cost_basis: Mapped[str]
    conditions: Mapped[list[Any]]
    valid_until: Mapped[date]
    accepted_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now())
