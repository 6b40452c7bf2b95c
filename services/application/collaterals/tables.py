"""Rows of property offered as security."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from services.application.domain.collaterals import CollateralKind, PropertyOwner
from services.application.schema import ApplicationRow

_APPLICATION: Final = "application.applications.application_id"
_KINDS: Final = ", ".join(f"'{kind.value}'" for kind in CollateralKind)
_OWNERS: Final = ", ".join(f"'{owner.value}'" for owner in PropertyOwner)

# What is personal of it, in the order of the columns.
PERSONAL: Final = ("owner_name_sealed", "title_number_sealed", "place_sealed", "property_index")
_PERSONAL: Final = ", ".join(PERSONAL)
_KEPT: Final = f"CASE WHEN removed_at IS NULL THEN {len(PERSONAL)} ELSE 0 END"


class CollateralRow(ApplicationRow):
    """One property. What is personal of it is sealed; the index finds the same one elsewhere.

    Of one that was taken back nothing personal is left.
    """

    __tablename__ = "collaterals"
    __mapper_args__ = {"eager_defaults": True}  # noqa: RUF012 - as SQLAlchemy declares it
    __table_args__ = (
        # One property an application: the database is the referee.
        Index(
            "uq_collaterals_offered",
            "application_id",
            unique=True,
            postgresql_where=text("removed_at IS NULL"),
        ),
        Index("ix_collaterals_application_id", "application_id", "created_at"),
        Index("ix_collaterals_property_index", "property_index"),
        CheckConstraint(f"num_nonnulls({_PERSONAL}) = {_KEPT}", name="forgotten_when_removed"),
        CheckConstraint(f"kind IN ({_KINDS})", name="kind_known"),
        CheckConstraint(f"owned_by IN ({_OWNERS})", name="owned_by_known"),
        CheckConstraint("declared_value_minor > 0", name="declared_value_positive"),
        CheckConstraint("prior_liens_minor >= 0", name="prior_liens_not_negative"),
    )

    collateral_id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey(_APPLICATION))
    kind: Mapped[str]
    owned_by: Mapped[str]
    owner_name_sealed: Mapped[bytes | None]
    title_number_sealed: Mapped[bytes | None]
    place_sealed: Mapped[bytes | None]
    property_index: Mapped[bytes | None]
    declared_value_minor: Mapped[int] = mapped_column(BigInteger)
    prior_liens_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now())
    removed_at: Mapped[datetime | None]
