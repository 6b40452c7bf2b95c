"""Rows of valuations: who said what of which thing; a newer one supersedes, none is changed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from services.underwriting.schema import UnderwritingRow


class ValuationRow(UnderwritingRow):
    """One valuation of one thing that is to secure the loan of a case.

    It outlives the submission it was made for: the thing is the same under the next one.
    """

    __tablename__ = "collateral_valuations"
    __table_args__ = (
        CheckConstraint("value_amount_minor > 0", name="value_positive"),
        CheckConstraint("prior_liens_amount_minor >= 0", name="prior_liens_not_negative"),
        Index("ix_collateral_valuations_case_id", "case_id", "collateral_id", "recorded_at"),
    )

    valuation_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("underwriting.cases.case_id"))
    submission: Mapped[int]
    collateral_id: Mapped[UUID]
    kind: Mapped[str]
    method: Mapped[str]
    valued_on: Mapped[date]
    valuer: Mapped[str]
    value_amount_minor: Mapped[int] = mapped_column(BigInteger)
    prior_liens_amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    is_mortgageable: Mapped[bool]
    note: Mapped[str]
    valued_by: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
