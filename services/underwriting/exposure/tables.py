"""Rows of borrowers, the one lock of each, what they were promised and what they owe."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from services.underwriting.exposure.domain.lateness import Lateness
from services.underwriting.exposure.domain.reservations import RESERVATION_LIFE
from services.underwriting.schema import UnderwritingRow


class BorrowerRow(UnderwritingRow):
    """One borrower by natural key, whoever registered them: the row that promises lock."""

    __tablename__ = "borrowers"

    borrower_index: Mapped[bytes] = mapped_column(primary_key=True)
    first_seen_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ReservationRow(UnderwritingRow):
    """What an approved case takes of its borrower's limits, until it is released."""

    __tablename__ = "exposure_reservations"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        CheckConstraint(RESERVATION_LIFE.check_sql("status"), name="status_known"),
        CheckConstraint("(status = 'released') = (released_at IS NOT NULL)", name="released"),
        Index("ix_exposure_reservations_case_id", "case_id"),
    )

    borrower_index: Mapped[bytes] = mapped_column(
        ForeignKey("underwriting.borrowers.borrower_index"), primary_key=True
    )
    case_id: Mapped[UUID] = mapped_column(
        ForeignKey("underwriting.cases.case_id"), primary_key=True
    )
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    product_type: Mapped[str]
    status: Mapped[str]
    reserved_at: Mapped[datetime] = mapped_column(server_default=func.now())
    released_at: Mapped[datetime | None]


class LoanExposureRow(UnderwritingRow):
    """What is owed on one loan of a borrower, as it was told last."""

    __tablename__ = "exposure_loans"
    __table_args__ = (
        CheckConstraint("outstanding_minor >= 0", name="outstanding_not_negative"),
        CheckConstraint("days_past_due >= 0", name="days_past_due_not_negative"),
        Index("ix_exposure_loans_case_id", "case_id"),
    )

    borrower_index: Mapped[bytes] = mapped_column(
        ForeignKey("underwriting.borrowers.borrower_index"), primary_key=True
    )
    loan_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("underwriting.cases.case_id"))
    outstanding_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    days_past_due: Mapped[int]
    late_after: Mapped[date | None]
    status: Mapped[str]
    told_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())

    @property
    def lateness(self) -> Lateness:
        """How late it is, by what was told."""
        return Lateness(self.days_past_due, self.late_after)
