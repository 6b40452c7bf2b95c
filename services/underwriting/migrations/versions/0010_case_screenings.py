"""Keep what each look at the lists before a payout came to."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from services.kit.migrations import grant_runtime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

SCHEMA = "underwriting"
TABLE = "case_screenings"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("payout_id", sa.Uuid(), nullable=False),
        sa.Column("screened_on", sa.Date(), nullable=False),
        sa.Column("list_version", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("submission", sa.Integer(), nullable=False),
        sa.Column("news", JSONB(none_as_null=True), nullable=False),
        sa.Column(
            "screened_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint("outcome IN ('clear', 'listed')", name=f"ck_{TABLE}_outcome_known"),
        sa.ForeignKeyConstraint(
            ["case_id"], ["underwriting.cases.case_id"], name=f"fk_{TABLE}_case_id"
        ),
        sa.PrimaryKeyConstraint(
            "payout_id", "screened_on", "list_version", "outcome", name=f"pk_{TABLE}"
        ),
        schema=SCHEMA,
    )
    op.create_index(f"ix_{TABLE}_case_id", TABLE, ["case_id"], schema=SCHEMA)
    grant_runtime(op, SCHEMA, TABLE, insert_only=True)


def downgrade() -> None:
    op.drop_table(TABLE, schema=SCHEMA)
