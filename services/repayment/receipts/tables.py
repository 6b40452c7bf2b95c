"""Rows of repayments, of the names their channels gave them, and of what happened to them."""

from datetime import date, datetime
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
from services.loan_engine.servicing.transactions import AMOUNT_MINOR_MAX, PrepaymentMode
from services.repayment.receipts.domain.receipt import Payer
from services.repayment.receipts.domain.statuses import REPAYMENT_MOVES
from services.repayment.schema import RepaymentRow

_LOAN = "repayment.loans.loan_id"
_REPAYMENT = ("repayment.repayments.loan_id", "repayment.repayments.repayment_id")
_NAME = ("channel", "external_reference", "loan_id", "repayment_id")
_PAYERS = ", ".join(f"'{each.value}'" for each in Payer)
_MODES = ", ".join(f"'{each.value}'" for each in PrepaymentMode)


class RepaymentReceivedRow(AggregateColumns, RepaymentRow):
    """Money that came in for a loan; `mode` is there when it pays before its time."""

    __tablename__ = "repayments"
    __table_args__ = (
        CheckConstraint(REPAYMENT_MOVES.check_sql("status"), name="status_known"),
        CheckConstraint(f"amount_minor BETWEEN 1 AND {AMOUNT_MINOR_MAX}", name="amount_bounded"),
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="currency_spelt"),
        CheckConstraint(f"payer IN ({_PAYERS})", name="payer_known"),
        CheckConstraint(f"mode IN ({_MODES})", name="mode_known"),
        CheckConstraint("quote_id IS NULL OR mode IS NOT NULL", name="quote_prepays"),
        ForeignKeyConstraint(
            list(_NAME),
            [f"repayment.receipt_names.{column}" for column in _NAME],
        ),
        Index("uq_repayments_repayment_id", "repayment_id", unique=True),
        Index("ix_repayments_name", "channel", "external_reference"),
        Index("ix_repayments_created_at", "loan_id", "created_at", "repayment_id"),
        Index(
            "ix_repayments_received",
            "value_date",
            postgresql_where=text("status = 'received'"),
        ),
    )

    loan_id: Mapped[UUID] = mapped_column(ForeignKey(_LOAN), primary_key=True)
    repayment_id: Mapped[UUID] = mapped_column(primary_key=True)
    status: Mapped[str]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    value_date: Mapped[date]
    channel: Mapped[str]
    external_reference: Mapped[str]
    payer: Mapped[str]
    mode: Mapped[str | None]
    quote_id: Mapped[UUID | None]
    recorded_by: Mapped[str]
    reason_code: Mapped[str | None]
    history_length: Mapped[int] = mapped_column(server_default=text("0"))


class ReceiptNameRow(RepaymentRow):
    """What a channel calls a receipt: the referee that one transfer is booked once.

    Keyed by itself and not by loan, for a name is unique over all loans. The next `generation` is
    for a repayment in place of one that was taken back because it was booked wrongly.
    """

    __tablename__ = "receipt_names"
    __table_args__ = (Index("uq_receipt_names_repayment", *_NAME, unique=True),)

    channel: Mapped[str] = mapped_column(primary_key=True)
    external_reference: Mapped[str] = mapped_column(primary_key=True)
    generation: Mapped[int] = mapped_column(primary_key=True, server_default=text("0"))
    loan_id: Mapped[UUID]
    repayment_id: Mapped[UUID]


class RepaymentHappeningRow(RepaymentRow):
    """One entry of a repayment's history; only ever added."""

    __tablename__ = "repayment_happenings"
    __table_args__ = (
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint(REPAYMENT_MOVES.check_sql("from_status"), name="from_status_known"),
        CheckConstraint(REPAYMENT_MOVES.check_sql("to_status"), name="to_status_known"),
        ForeignKeyConstraint(["loan_id", "repayment_id"], _REPAYMENT),
    )

    loan_id: Mapped[UUID] = mapped_column(primary_key=True)
    repayment_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    from_status: Mapped[str | None]
    to_status: Mapped[str]
    subject: Mapped[str]
    occurred_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
