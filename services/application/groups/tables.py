"""Rows of groups and of those who belong, or belonged, to them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from services.application.domain.groups import GROUP_MOVES
from services.application.groups.domain.group import FreezeReason
from services.application.schema import ApplicationRow
from services.kit.database import AggregateColumns

_STANDING = text("is_standing")
_REASONS = ", ".join(f"'{reason.value}'" for reason in FreezeReason)


class GroupRow(AggregateColumns, ApplicationRow):
    """A group; its members share its lock."""

    __tablename__ = "groups"
    __table_args__ = (
        CheckConstraint(GROUP_MOVES.check_sql("status"), name="status_known"),
        CheckConstraint(f"frozen_because IN ({_REASONS})", name="frozen_because_known"),
        CheckConstraint(
            "num_nonnulls(frozen_because, frozen_by) ="
            " CASE WHEN status = 'frozen' THEN 2 ELSE 0 END",
            name="frozen_whole",
        ),
        Index("ix_groups_created_at", "created_at", "group_id"),
        Index(
            "ix_groups_partner",
            "partner_id",
            "created_at",
            "group_id",
            postgresql_where=text("partner_id IS NOT NULL"),
        ),
        Index("ix_groups_active", "group_id", postgresql_where=text("status = 'active'")),
    )

    group_id: Mapped[UUID] = mapped_column(primary_key=True)
    status: Mapped[str]
    partner_id: Mapped[UUID | None]
    formed_by: Mapped[str]
    frozen_because: Mapped[str | None]
    frozen_by: Mapped[str | None]


class GroupMemberRow(ApplicationRow):
    """One stay of a party in a group; it stands until they leave or the group is dissolved."""

    __tablename__ = "group_members"
    __mapper_args__ = {"eager_defaults": True}  # noqa: RUF012 - as SQLAlchemy declares it
    __table_args__ = (
        # One group at a time, and one human being once, whoever registered them: the referees.
        Index("uq_group_members_party", "party_id", unique=True, postgresql_where=_STANDING),
        Index(
            "uq_group_members_identity", "identity_index", unique=True, postgresql_where=_STANDING
        ),
        Index("ix_group_members_party_id", "party_id"),
        Index("ix_group_members_owner", "owner", "group_id"),
        CheckConstraint("position > 0", name="position_positive"),
        CheckConstraint("left_at IS NULL OR NOT is_standing", name="left"),
        CheckConstraint(
            "num_nonnulls(agreed_at, agreed_by, text_version, text_hash) IN (0, 4)",
            name="agreement_whole",
        ),
    )

    group_id: Mapped[UUID] = mapped_column(
        ForeignKey("application.groups.group_id"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    party_id: Mapped[UUID] = mapped_column(ForeignKey("application.parties.party_id"))
    owner: Mapped[str]
    identity_index: Mapped[bytes]
    is_standing: Mapped[bool] = mapped_column(server_default=text("true"))
    added_by: Mapped[str]
    joined_at: Mapped[datetime] = mapped_column(server_default=func.now())
    agreed_at: Mapped[datetime | None]
    agreed_by: Mapped[str | None]
    text_version: Mapped[str | None]
    text_hash: Mapped[str | None]
    left_at: Mapped[datetime | None]
