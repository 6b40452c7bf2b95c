"""Rows of listed names: sealed, found by number through an index, never erased, only removed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.kit.database import AggregateColumns
from services.underwriting.schema import UnderwritingRow
from services.underwriting.watchlist.domain.entries import ENTRY_LIFE, ListedAs, ListKind

_KINDS = ", ".join(f"'{kind.value}'" for kind in ListKind)
_LISTED_AS = ", ".join(f"'{kind.value}'" for kind in ListedAs)


class WatchlistRow(AggregateColumns, UnderwritingRow):
    """One listed name; it counts until `expires_on` or until somebody removed it."""

    __tablename__ = "watchlist_entries"
    __table_args__ = (
        CheckConstraint(f"kind IN ({_KINDS})", name="kind_known"),
        CheckConstraint(f"listed_as IN ({_LISTED_AS})", name="listed_as_known"),
        CheckConstraint(ENTRY_LIFE.check_sql("status"), name="status_known"),
        CheckConstraint(
            "(status = 'removed') = (removed_at IS NOT NULL)"
            " AND (removed_at IS NULL) = (removed_by IS NULL)"
            " AND (removed_at IS NULL) = (removal_reason IS NULL)",
            name="removal_whole",
        ),
        CheckConstraint("(number_index IS NULL) = (number_sealed IS NULL)", name="number_whole"),
        Index("ix_watchlist_entries_created_at", "created_at", "entry_id"),
        Index(
            "uq_watchlist_entries_standing_number",
            "kind",
            "number_index",
            unique=True,
            postgresql_where=text("status <> 'removed' AND number_index IS NOT NULL"),
        ),
    )

    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    listed_as: Mapped[str]
    status: Mapped[str]
    name_sealed: Mapped[bytes]
    number_sealed: Mapped[bytes | None]
    number_index: Mapped[bytes | None]
    source: Mapped[str]
    reason: Mapped[str]
    expires_on: Mapped[date | None]
    added_by: Mapped[str]
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[str | None]
    removal_reason: Mapped[str | None]
