"""Keep refunds and waivers, and what a contract discloses for the case that something happens."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from services.kit.migrations import grant_runtime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

SCHEMA = "repayment"
INSTANT = sa.DateTime(timezone=True)
NOW = sa.text("now()")
STATUSES = "'proposed', 'booked'"


def upgrade() -> None:
    op.add_column(
        "loans",
        sa.Column(
            "contingent_fees",
            postgresql.JSONB(),
            server_default=sa.text("'[]'::jsonb"),
            nullable=False,
        ),
        schema=SCHEMA,
    )
    _proposals()
    _happenings()
    grant_runtime(op, SCHEMA, "proposals")
    grant_runtime(op, SCHEMA, "proposal_happenings", insert_only=True)


def downgrade() -> None:
    for table in ("proposal_happenings", "proposals"):
        op.drop_table(table, schema=SCHEMA)
    op.drop_column("loans", "contingent_fees", schema=SCHEMA)


def _proposals() -> None:
    checks = {
        "status_known": f"status IN ({STATUSES})",
        "kind_known": "kind IN ('refund', 'waiver')",
        "amount_bounded": "amount_minor BETWEEN 1 AND 100000000000",
        "currency_spelt": "currency ~ '^[A-Z]{3}$'",
        "refund_whole": "(kind = 'refund') = (repayment_id IS NOT NULL)",
        "waiver_whole": "(kind = 'waiver') = (component IS NOT NULL)",
        "payee_account_of_a_refund": "payee_account_id IS NULL OR kind = 'refund'",
        "component_known": "component IN ('fee', 'penalty', 'compound', 'interest')",
        "two_people": "decided_by <> proposed_by",
    }
    op.create_table(
        "proposals",
        sa.Column("loan_id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("repayment_id", sa.Uuid(), nullable=True),
        sa.Column("payee_account_id", sa.Uuid(), nullable=True),
        sa.Column("component", sa.Text(), nullable=True),
        sa.Column("reason_code", sa.Text(), nullable=True),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("history_length", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("audit_seq", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "audit_head", sa.LargeBinary(), server_default=sa.text("''::bytea"), nullable=False
        ),
        sa.Column("event_seq", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", INSTANT, server_default=NOW, nullable=False),
        sa.Column("updated_at", INSTANT, server_default=NOW, nullable=False),
        *(sa.CheckConstraint(sql, name=f"ck_proposals_{name}") for name, sql in checks.items()),
        sa.ForeignKeyConstraint(
            ["loan_id"], ["repayment.loans.loan_id"], name="fk_proposals_loan_id"
        ),
        sa.ForeignKeyConstraint(
            ["loan_id", "repayment_id"],
            ["repayment.repayments.loan_id", "repayment.repayments.repayment_id"],
            name="fk_proposals_loan_id_repayment_id",
        ),
        sa.PrimaryKeyConstraint("loan_id", "proposal_id", name="pk_proposals"),
        schema=SCHEMA,
    )
    op.create_index(
        "uq_proposals_proposal_id", "proposals", ["proposal_id"], unique=True, schema=SCHEMA
    )
    for name, columns in (
        ("ix_proposals_created_at", ["loan_id", "created_at", "proposal_id"]),
        ("ix_proposals_repayment_id", ["loan_id", "repayment_id"]),
    ):
        op.create_index(name, "proposals", columns, schema=SCHEMA)


def _happenings() -> None:
    op.create_table(
        "proposal_happenings",
        sa.Column("loan_id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("from_status", sa.Text(), nullable=True),
        sa.Column("to_status", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column(
            "occurred_at", INSTANT, server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.CheckConstraint("number > 0", name="ck_proposal_happenings_number_positive"),
        sa.CheckConstraint(
            f"from_status IN ({STATUSES})", name="ck_proposal_happenings_from_status_known"
        ),
        sa.CheckConstraint(
            f"to_status IN ({STATUSES})", name="ck_proposal_happenings_to_status_known"
        ),
        sa.ForeignKeyConstraint(
            ["loan_id", "proposal_id"],
            ["repayment.proposals.loan_id", "repayment.proposals.proposal_id"],
            name="fk_proposal_happenings_loan_id",
        ),
        sa.PrimaryKeyConstraint("loan_id", "proposal_id", "number", name="pk_proposal_happenings"),
        schema=SCHEMA,
    )
