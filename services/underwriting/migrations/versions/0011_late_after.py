"""Keep the day after which a loan is late by itself."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

SCHEMA = "underwriting"


def upgrade() -> None:
    op.add_column(
        "exposure_loans", sa.Column("late_after", sa.Date(), nullable=True), schema=SCHEMA
    )


def downgrade() -> None:
    op.drop_column("exposure_loans", "late_after", schema=SCHEMA)
