"""Keep the property that is to secure an application."""

import sqlalchemy as sa
from alembic import op

from services.kit.migrations import grant_runtime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

SCHEMA = "application"
TABLE = "collaterals"
INSTANT = sa.DateTime(timezone=True)
NOW = sa.text("now()")
KINDS = "'home', 'shop', 'office', 'factory', 'vehicle', 'equipment', 'inventory'"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("collateral_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("owned_by", sa.Text(), nullable=False),
        sa.Column("owner_name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("title_number_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("place_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("property_index", sa.LargeBinary(), nullable=True),
        sa.Column("declared_value_minor", sa.BigInteger(), nullable=False),
        sa.Column("prior_liens_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", INSTANT, server_default=NOW, nullable=False),
        sa.Column("updated_at", INSTANT, server_default=NOW, nullable=False),
        sa.Column("removed_at", INSTANT, nullable=True),
        sa.CheckConstraint(f"kind IN ({KINDS})", name="ck_collaterals_kind_known"),
        sa.CheckConstraint(
            "owned_by IN ('borrower', 'spouse', 'third_party')",
            name="ck_collaterals_owned_by_known",
        ),
        sa.CheckConstraint(
            "declared_value_minor > 0", name="ck_collaterals_declared_value_positive"
        ),
        sa.CheckConstraint(
            "prior_liens_minor >= 0", name="ck_collaterals_prior_liens_not_negative"
        ),
        sa.CheckConstraint(
            "num_nonnulls(owner_name_sealed, title_number_sealed, place_sealed, property_index)"
            " = CASE WHEN removed_at IS NULL THEN 4 ELSE 0 END",
            name="ck_collaterals_forgotten_when_removed",
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.applications.application_id"],
            name="fk_collaterals_application_id",
        ),
        sa.PrimaryKeyConstraint("collateral_id", name="pk_collaterals"),
        schema=SCHEMA,
    )
    op.create_index(
        "uq_collaterals_offered",
        TABLE,
        ["application_id"],
        unique=True,
        schema=SCHEMA,
        postgresql_where=sa.text("removed_at IS NULL"),
    )
    op.create_index(
        "ix_collaterals_application_id", TABLE, ["application_id", "created_at"], schema=SCHEMA
    )
    op.create_index("ix_collaterals_property_index", TABLE, ["property_index"], schema=SCHEMA)
    grant_runtime(op, SCHEMA, TABLE)


def downgrade() -> None:
    op.drop_table(TABLE, schema=SCHEMA)
