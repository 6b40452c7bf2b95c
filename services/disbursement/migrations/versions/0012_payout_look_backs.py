"""Write down how the rail says each day that a payout stands which settled before."""

import sqlalchemy as sa
from alembic import op

from services.kit.migrations import grant_runtime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

SCHEMA = "disbursement"
TABLE = "payout_look_backs"
INDEX = "ix_payouts_settled_on"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("payout_id", sa.Uuid(), nullable=False),
        sa.Column("looked_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column(
            "noted_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "outcome IN ('processing', 'settled', 'failed', 'returned', 'not_found')",
            name=f"ck_{TABLE}_outcome_known",
        ),
        sa.ForeignKeyConstraint(
            ["application_id", "payout_id"],
            ["disbursement.payouts.application_id", "disbursement.payouts.payout_id"],
            name=f"fk_{TABLE}_application_id_payout_id",
        ),
        sa.PrimaryKeyConstraint("application_id", "payout_id", "looked_on", name=f"pk_{TABLE}"),
        schema=SCHEMA,
    )
    grant_runtime(op, SCHEMA, TABLE, insert_only=True)
    op.create_index(
        INDEX,
        "payouts",
        ["settled_on"],
        schema=SCHEMA,
        postgresql_where=sa.text("status = 'settled'"),
    )


def downgrade() -> None:
    op.drop_index(INDEX, "payouts", schema=SCHEMA)
    op.drop_table(TABLE, schema=SCHEMA)
