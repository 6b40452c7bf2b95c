"""Keep what was quoted to settle a loan, day by day; find a loan by its contract's number."""

import sqlalchemy as sa
from alembic import op

from services.kit.migrations import grant_runtime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SCHEMA = "repayment"
WRITTEN = sa.text("clock_timestamp()")
FIGURES = (
    "fee_minor >= 0 AND penalty_minor >= 0 AND compound_minor >= 0 AND interest_minor >= 0"
    " AND principal_minor >= 0 AND total_minor >= 0"
)
TOTAL = (
    "total_minor = greatest(0, fee_minor + penalty_minor + compound_minor + interest_minor"
    " + principal_minor - suspense_minor)"
)
PARTS = ("fee", "penalty", "compound", "interest", "principal", "suspense", "total")


def upgrade() -> None:
    op.create_index("ix_loans_contract_number", "loans", ["contract_number"], schema=SCHEMA)
    op.create_table(
        "payoff_quotes",
        sa.Column("loan_id", sa.Uuid(), nullable=False),
        sa.Column("quote_id", sa.Uuid(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("loan_sequence", sa.BigInteger(), nullable=False),
        sa.Column("drawn_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=WRITTEN, nullable=False),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name="ck_payoff_quotes_currency_spelt"),
        sa.ForeignKeyConstraint(
            ["loan_id"], ["repayment.loans.loan_id"], name="fk_payoff_quotes_loan_id"
        ),
        sa.PrimaryKeyConstraint("loan_id", "quote_id", name="pk_payoff_quotes"),
        schema=SCHEMA,
    )
    op.create_index(
        "uq_payoff_quotes_quote_id", "payoff_quotes", ["quote_id"], unique=True, schema=SCHEMA
    )
    op.create_index(
        "ix_payoff_quotes_created_at",
        "payoff_quotes",
        ["loan_id", "created_at", "quote_id"],
        schema=SCHEMA,
    )
    op.create_table(
        "payoff_quote_days",
        sa.Column("loan_id", sa.Uuid(), nullable=False),
        sa.Column("quote_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        *(sa.Column(f"{part}_minor", sa.BigInteger(), nullable=False) for part in PARTS),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.CheckConstraint(FIGURES, name="ck_payoff_quote_days_figures_not_negative"),
        sa.CheckConstraint(TOTAL, name="ck_payoff_quote_days_total_whole"),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name="ck_payoff_quote_days_currency_spelt"),
        sa.ForeignKeyConstraint(
            ["loan_id", "quote_id"],
            ["repayment.payoff_quotes.loan_id", "repayment.payoff_quotes.quote_id"],
            name="fk_payoff_quote_days_loan_id",
        ),
        sa.PrimaryKeyConstraint("loan_id", "quote_id", "on", name="pk_payoff_quote_days"),
        schema=SCHEMA,
    )
    for table in ("payoff_quotes", "payoff_quote_days"):
        grant_runtime(op, SCHEMA, table, insert_only=True)


def downgrade() -> None:
    for table in ("payoff_quote_days", "payoff_quotes"):
        op.drop_table(table, schema=SCHEMA)
    op.drop_index("ix_loans_contract_number", "loans", schema=SCHEMA)
