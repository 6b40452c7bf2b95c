"""Rows of contracts, payouts and loans as far as we have heard of them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from services.application.domain.heard import EndedBy
from services.application.domain.lives import CONTRACT_LIFE, LOAN_LIFE, PAYOUT_LIFE
from services.application.schema import ApplicationRow

_APPLICATION = "application.applications.application_id"
_ENDED_BY = ", ".join(f"'{who.value}'" for who in EndedBy)


class ContractStandingRow(ApplicationRow):
    """A contract of an application, as it was told last; numbered as they were first heard of."""

    __tablename__ = "contract_standings"
    __table_args__ = (
        CheckConstraint(CONTRACT_LIFE.check_sql("status"), name="status_known"),
        CheckConstraint(f"ended_by IN ({_ENDED_BY})", name="ended_by_known"),
        CheckConstraint("position > 0", name="position_positive"),
        Index("uq_contract_standings_position", "application_id", "position", unique=True),
        Index("uq_contract_standings_contract_id", "contract_id", unique=True),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey(_APPLICATION), primary_key=True)
    contract_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int]
    number: Mapped[str]
    status: Mapped[str]
    signers: Mapped[list[Any]]
    missing: Mapped[list[Any]]
    ended_by: Mapped[str | None]
    reason_code: Mapped[str | None]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now())


class PayoutStandingRow(ApplicationRow):
    """One payout, as it was told last; numbered in the order they were first heard of."""

    __tablename__ = "payout_standings"
    __table_args__ = (
        CheckConstraint(PAYOUT_LIFE.check_sql("status"), name="status_known"),
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        CheckConstraint("position > 0", name="position_positive"),
        ForeignKeyConstraint(
            ["application_id", "contract_id"],
            [
                "application.contract_standings.application_id",
                "application.contract_standings.contract_id",
            ],
        ),
        Index("uq_payout_standings_position", "application_id", "position", unique=True),
    )

    application_id: Mapped[UUID] = mapped_column(primary_key=True)
    payout_id: Mapped[UUID] = mapped_column(primary_key=True)
    contract_id: Mapped[UUID]
    position: Mapped[int]
    tranche: Mapped[int]
    status: Mapped[str]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    value_on: Mapped[date | None]
    reason_code: Mapped[str | None]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now())


class LoanStandingRow(ApplicationRow):
    """The loan of an application, as it was told last."""

    __tablename__ = "loan_standings"
    __table_args__ = (
        CheckConstraint(LOAN_LIFE.check_sql("status"), name="status_known"),
        CheckConstraint(
            "num_nonnulls(next_due_on, next_due_minor, currency) IN (0, 3)", name="due"
        ),
        Index("uq_loan_standings_loan_id", "loan_id", unique=True),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey(_APPLICATION), primary_key=True)
    loan_id: Mapped[UUID]
    contract_id: Mapped[UUID]
    payout_id: Mapped[UUID]
    status: Mapped[str]
    opened_on: Mapped[date | None]
    next_due_on: Mapped[date | None]
    next_due_minor: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str | None]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now())
