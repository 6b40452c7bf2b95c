"""Rows of payoff quotes: drawn once, never changed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from services.repayment.schema import RepaymentRow

_FIGURES = (
    "fee_minor >= 0 AND penalty_minor >= 0 AND compound_minor >= 0 AND interest_minor >= 0"
    " AND principal_minor >= 0 AND total_minor >= 0"
)
_TOTAL = (
    "total_minor = greatest(0, fee_minor + penalty_minor + compound_minor + interest_minor"
    " + principal_minor - suspense_minor)"
)


class PayoffQuoteRow(RepaymentRow):
    """A quote, drawn when `loan_sequence` things had happened to the loan."""

    __tablename__ = "payoff_quotes"
    __table_args__ = (
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="currency_spelt"),
        Index("uq_payoff_quotes_quote_id", "quote_id", unique=True),
        Index("ix_payoff_quotes_created_at", "loan_id", "created_at", "quote_id"),
    )

    loan_id: Mapped[UUID] = mapped_column(ForeignKey("repayment.loans.loan_id"), primary_key=True)
    quote_id: Mapped[UUID] = mapped_column(primary_key=True)
    currency: Mapped[str]
    loan_sequence: Mapped[int] = mapped_column(BigInteger)
    drawn_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class PayoffQuoteDayRow(RepaymentRow):
    """What settles the loan when it is paid on `on`."""

    __tablename__ = "payoff_quote_days"
    __table_args__ = (
        CheckConstraint(_FIGURES, name="figures_not_negative"),
        CheckConstraint(_TOTAL, name="total_whole"),
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="currency_spelt"),
        ForeignKeyConstraint(
            ["loan_id", "quote_id"],
            ["repayment.payoff_quotes.loan_id", "repayment.payoff_quotes.quote_id"],
        ),
    )

    loan_id: Mapped[UUID] = mapped_column(primary_key=True)
    quote_id: Mapped[UUID] = mapped_column(primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True)
    fee_minor: Mapped[int] = mapped_column(BigInteger)
    penalty_minor: Mapped[int] = mapped_column(BigInteger)
    compound_minor: Mapped[int] = mapped_column(BigInteger)
    interest_minor: Mapped[int] = mapped_column(BigInteger)
    principal_minor: Mapped[int] = mapped_column(BigInteger)
    suspense_minor: Mapped[int] = mapped_column(BigInteger)
    total_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
