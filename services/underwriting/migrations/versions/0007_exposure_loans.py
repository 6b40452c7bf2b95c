"""Keep what is owed on each loan of a borrower, as the repayment service tells it."""

import sqlalchemy as sa
from alembic import op

from services.kit.migrations import grant_runtime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SCHEMA = "underwriting"
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "exposure_loans",
        sa.Column("borrower_index", sa.LargeBinary(), nullable=False),
        sa.Column("loan_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("outstanding_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("days_past_due", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("told_at", INSTANT, server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.CheckConstraint(
            "outstanding_minor >= 0", name="ck_exposure_loans_outstanding_not_negative"
        ),
        sa.CheckConstraint(
            "days_past_due >= 0", name="ck_exposure_loans_days_past_due_not_negative"
        ),
        sa.PrimaryKeyConstraint("borrower_index", "loan_id", name="pk_exposure_loans"),
        sa.ForeignKeyConstraint(
            ["borrower_index"],
            ["underwriting.borrowers.borrower_index"],
            name="fk_exposure_loans_borrower_index",
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["underwriting.cases.case_id"], name="fk_exposure_loans_case_id"
        ),
        schema=SCHEMA,
    )
    op.create_index("ix_exposure_loans_case_id", "exposure_loans", ["case_id"], schema=SCHEMA)
    grant_runtime(op, SCHEMA, "exposure_loans")


def downgrade() -> None:
    op.drop_table("exposure_loans", schema=SCHEMA)
