"""Write down who was looked for on the lists before a loan's money went out.

What was handed in until now was so without a look, on the day its money was reserved.
"""

import sqlalchemy as sa
from alembic import op

from services.kit.migrations import grant_runtime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

SCHEMA = "disbursement"
TABLE = "payout_screenings"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("payout_id", sa.Uuid(), nullable=False),
        sa.Column("screened_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("list_version", sa.Text(), nullable=True),
        sa.Column(
            "noted_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "outcome IN ('clear', 'listed', 'not_asked')", name=f"ck_{TABLE}_outcome_known"
        ),
        sa.CheckConstraint(
            "(outcome = 'not_asked') = (list_version IS NULL)", name=f"ck_{TABLE}_lists_are_named"
        ),
        sa.ForeignKeyConstraint(
            ["application_id", "payout_id"],
            ["disbursement.payouts.application_id", "disbursement.payouts.payout_id"],
            name=f"fk_{TABLE}_application_id_payout_id",
        ),
        sa.PrimaryKeyConstraint("application_id", "payout_id", "screened_on", name=f"pk_{TABLE}"),
        schema=SCHEMA,
    )
    grant_runtime(op, SCHEMA, TABLE, insert_only=True)
    op.execute(
        f"""
        INSERT INTO {SCHEMA}.{TABLE} (application_id, payout_id, screened_on, outcome)
        SELECT payout.application_id, payout.payout_id, reserved.booked_on, 'not_asked'
        FROM {SCHEMA}.payouts payout
        JOIN {SCHEMA}.journal_entries reserved
            ON reserved.source_id = payout.payout_id AND reserved.event = 'reserved'
        WHERE payout.kind = 'loan'
        """  # noqa: S608  names of our own, nothing from outside
    )


def downgrade() -> None:
    op.drop_table(TABLE, schema=SCHEMA)
