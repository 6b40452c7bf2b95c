"""Rows of how loans stand: one narrow row each, partitioned by shard, and the lines to come."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Identity, Index, SmallInteger, func
from sqlalchemy.orm import Mapped, mapped_column

from services.repayment.schema import RepaymentRow

_PARTITIONED = {"postgresql_partition_by": "LIST (shard)"}


class ShardRow(RepaymentRow):
    """Up to which opening a shard's books are made; null before its first loan."""

    __tablename__ = "shards"

    shard: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    accrued_to: Mapped[date | None]


class ShardClosingRow(RepaymentRow):
    """One closed night of a shard: `opening` is the day it made; added to, never changed."""

    __tablename__ = "shard_closings"

    shard: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    opening: Mapped[date] = mapped_column(primary_key=True)
    crossed: Mapped[int]
    closed_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class BookRow(RepaymentRow):
    """What the journal tells apart: a product and a currency, by a small number."""

    __tablename__ = "books"
    __table_args__ = (
        Index("uq_books_product_code_currency", "product_code", "currency", unique=True),
    )

    book: Mapped[int] = mapped_column(SmallInteger, Identity(always=True), primary_key=True)
    product_code: Mapped[str]
    currency: Mapped[str]


class GrowthColumns:
    """How the growing parts stand from `from_day` on, in the words of `Growth`.

    Interest steps by `from_idx` where `day_kind` is 1: months of thirty days.
    """

    from_day: Mapped[date]
    from_idx: Mapped[int]
    is_accruing: Mapped[bool]
    i_den: Mapped[int] = mapped_column(BigInteger)
    i_base: Mapped[int] = mapped_column(BigInteger)
    i_carry: Mapped[int] = mapped_column(BigInteger)
    i_slope: Mapped[int] = mapped_column(BigInteger)
    p_den: Mapped[int] = mapped_column(BigInteger)
    p_base: Mapped[int] = mapped_column(BigInteger)
    p_carry: Mapped[int] = mapped_column(BigInteger)
    p_slope: Mapped[int] = mapped_column(BigInteger)
    c_den: Mapped[int] = mapped_column(BigInteger)
    c_base: Mapped[int] = mapped_column(BigInteger)
    c_carry: Mapped[int] = mapped_column(BigInteger)
    c_slope: Mapped[int] = mapped_column(BigInteger)
    delinquent_since: Mapped[date]
    next_change_on: Mapped[date]


class PositionRow(GrowthColumns, RepaymentRow):
    """The line that holds for a loan: all that the close of a quiet night reads."""

    __tablename__ = "positions"
    __table_args__ = (
        Index("ix_positions_refold_on", "refold_on"),
        _PARTITIONED,
    )

    shard: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    loan_id: Mapped[UUID] = mapped_column(primary_key=True)
    book: Mapped[int] = mapped_column(SmallInteger)
    day_kind: Mapped[int] = mapped_column(SmallInteger)
    refold_on: Mapped[date]


class LineRow(GrowthColumns, RepaymentRow):
    """The line that holds and those to come, with what changes only on their first day.

    Lines from before migration 0013 have fifteen of those numbers: nothing of them is third
    parties'.
    """

    __tablename__ = "loan_lines"
    __table_args__ = (
        CheckConstraint("array_length(steady, 1) IN (15, 16)", name="steady_whole"),
        _PARTITIONED,
    )

    shard: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    loan_id: Mapped[UUID] = mapped_column(primary_key=True)
    from_day: Mapped[date] = mapped_column(primary_key=True)
    steady: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
