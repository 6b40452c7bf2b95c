"""Let people form groups that answer for one another's loans; an application pins its group."""

import sqlalchemy as sa
from alembic import op

from services.kit.migrations import grant_runtime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

SCHEMA = "application"
INSTANT = sa.DateTime(timezone=True)
NOW = sa.text("now()")
REASONS = "'member_late', 'member_unreachable', 'suspected_fraud', 'dispute', 'other'"
STANDING = sa.text("is_standing")


def upgrade() -> None:
    _create_groups()
    _create_members()
    grant_runtime(op, SCHEMA, "groups")
    grant_runtime(op, SCHEMA, "group_members")
    op.add_column("applications", sa.Column("group_id", sa.Uuid(), nullable=True), schema=SCHEMA)
    op.create_foreign_key(
        "fk_applications_group_id",
        "applications",
        "groups",
        ["group_id"],
        ["group_id"],
        source_schema=SCHEMA,
        referent_schema=SCHEMA,
    )
    op.create_index(
        "ix_applications_group_id",
        "applications",
        ["group_id"],
        schema=SCHEMA,
        postgresql_where=sa.text("group_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_column("applications", "group_id", schema=SCHEMA)
    op.drop_table("group_members", schema=SCHEMA)
    op.drop_table("groups", schema=SCHEMA)


def _create_groups() -> None:
    op.create_table(
        "groups",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("formed_by", sa.Text(), nullable=False),
        sa.Column("frozen_because", sa.Text(), nullable=True),
        sa.Column("frozen_by", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("audit_seq", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "audit_head", sa.LargeBinary(), server_default=sa.text("''::bytea"), nullable=False
        ),
        sa.Column("event_seq", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", INSTANT, server_default=NOW, nullable=False),
        sa.Column("updated_at", INSTANT, server_default=NOW, nullable=False),
        sa.CheckConstraint(
            "status IN ('forming', 'active', 'frozen', 'dissolved')", name="ck_groups_status_known"
        ),
        sa.CheckConstraint(f"frozen_because IN ({REASONS})", name="ck_groups_frozen_because_known"),
        sa.CheckConstraint(
            "num_nonnulls(frozen_because, frozen_by) ="
            " CASE WHEN status = 'frozen' THEN 2 ELSE 0 END",
            name="ck_groups_frozen_whole",
        ),
        sa.PrimaryKeyConstraint("group_id", name="pk_groups"),
        schema=SCHEMA,
    )
    op.create_index("ix_groups_created_at", "groups", ["created_at", "group_id"], schema=SCHEMA)
    op.create_index(
        "ix_groups_partner",
        "groups",
        ["partner_id", "created_at", "group_id"],
        schema=SCHEMA,
        postgresql_where=sa.text("partner_id IS NOT NULL"),
    )
    op.create_index(
        "ix_groups_active",
        "groups",
        ["group_id"],
        schema=SCHEMA,
        postgresql_where=sa.text("status = 'active'"),
    )


def _create_members() -> None:
    op.create_table(
        "group_members",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("identity_index", sa.LargeBinary(), nullable=False),
        sa.Column("is_standing", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("joined_at", INSTANT, server_default=NOW, nullable=False),
        sa.Column("agreed_at", INSTANT, nullable=True),
        sa.Column("agreed_by", sa.Text(), nullable=True),
        sa.Column("text_version", sa.Text(), nullable=True),
        sa.Column("text_hash", sa.Text(), nullable=True),
        sa.Column("left_at", INSTANT, nullable=True),
        sa.CheckConstraint("position > 0", name="ck_group_members_position_positive"),
        sa.CheckConstraint("left_at IS NULL OR NOT is_standing", name="ck_group_members_left"),
        sa.CheckConstraint(
            "num_nonnulls(agreed_at, agreed_by, text_version, text_hash) IN (0, 4)",
            name="ck_group_members_agreement_whole",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["application.groups.group_id"], name="fk_group_members_group_id"
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["application.parties.party_id"], name="fk_group_members_party_id"
        ),
        sa.PrimaryKeyConstraint("group_id", "position", name="pk_group_members"),
        schema=SCHEMA,
    )
    for name, columns, is_unique in (
        ("uq_group_members_party", ["party_id"], True),
        ("uq_group_members_identity", ["identity_index"], True),
        ("ix_group_members_party_id", ["party_id"], False),
        ("ix_group_members_owner", ["owner", "group_id"], False),
    ):
        op.create_index(
            name,
            "group_members",
            columns,
            unique=is_unique,
            schema=SCHEMA,
            postgresql_where=STANDING if is_unique else None,
        )
