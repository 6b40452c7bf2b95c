"""Keep repayments: the names their channels gave them, what they are, what happened to them."""

import sqlalchemy as sa
from alembic import op

from services.kit.migrations import grant_runtime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SCHEMA = "repayment"
INSTANT = sa.DateTime(timezone=True)
NOW = sa.text("now()")
STATUSES = "'received', 'posted', 'suspended', 'refunded', 'reversed'"


def upgrade() -> None:
    _names()
    _repayments()
    _happenings()
    grant_runtime(op, SCHEMA, "receipt_names", insert_only=True)
    grant_runtime(op, SCHEMA, "repayments")
    grant_runtime(op, SCHEMA, "repayment_happenings", insert_only=True)


def downgrade() -> None:
    for table in ("repayment_happenings", "repayments", "receipt_names"):
        op.drop_table(table, schema=SCHEMA)


def _names() -> None:
    op.create_table(
        "receipt_names",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("external_reference", sa.Text(), nullable=False),
        sa.Column("loan_id", sa.Uuid(), nullable=False),
        sa.Column("repayment_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "external_reference", name="pk_receipt_names"),
        schema=SCHEMA,
    )


def _repayments() -> None:
    op.create_table(
        "repayments",
        sa.Column("loan_id", sa.Uuid(), nullable=False),
        sa.Column("repayment_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("value_date", sa.Date(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("external_reference", sa.Text(), nullable=False),
        sa.Column("payer", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=True),
        sa.Column("quote_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("reason_code", sa.Text(), nullable=True),
        sa.Column("history_length", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("audit_seq", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "audit_head", sa.LargeBinary(), server_default=sa.text("''::bytea"), nullable=False
        ),
        sa.Column("event_seq", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", INSTANT, server_default=NOW, nullable=False),
        sa.Column("updated_at", INSTANT, server_default=NOW, nullable=False),
        sa.CheckConstraint(f"status IN ({STATUSES})", name="ck_repayments_status_known"),
        sa.CheckConstraint(
            "amount_minor BETWEEN 1 AND 100000000000", name="ck_repayments_amount_bounded"
        ),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name="ck_repayments_currency_spelt"),
        sa.CheckConstraint(
            "payer IN ('borrower', 'co_borrower', 'guarantor', 'third_party')",
            name="ck_repayments_payer_known",
        ),
        sa.CheckConstraint(
            "mode IN ('reduce_instalment', 'reduce_term')", name="ck_repayments_mode_known"
        ),
        sa.CheckConstraint(
            "quote_id IS NULL OR mode IS NOT NULL", name="ck_repayments_quote_prepays"
        ),
        sa.ForeignKeyConstraint(
            ["loan_id"], ["repayment.loans.loan_id"], name="fk_repayments_loan_id"
        ),
        sa.ForeignKeyConstraint(
            ["channel", "external_reference"],
            [
                "repayment.receipt_names.channel",
                "repayment.receipt_names.external_reference",
            ],
            name="fk_repayments_channel",
        ),
        sa.PrimaryKeyConstraint("loan_id", "repayment_id", name="pk_repayments"),
        schema=SCHEMA,
    )
    op.create_index(
        "uq_repayments_repayment_id", "repayments", ["repayment_id"], unique=True, schema=SCHEMA
    )
    op.create_index(
        "ix_repayments_name", "repayments", ["channel", "external_reference"], schema=SCHEMA
    )
    op.create_index(
        "ix_repayments_created_at",
        "repayments",
        ["loan_id", "created_at", "repayment_id"],
        schema=SCHEMA,
    )
    op.create_index(
        "ix_repayments_received",
        "repayments",
        ["value_date"],
        schema=SCHEMA,
        postgresql_where=sa.text("status = 'received'"),
    )


def _happenings() -> None:
    op.create_table(
        "repayment_happenings",
        sa.Column("loan_id", sa.Uuid(), nullable=False),
        sa.Column("repayment_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("from_status", sa.Text(), nullable=True),
        sa.Column("to_status", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column(
            "occurred_at", INSTANT, server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.CheckConstraint("number > 0", name="ck_repayment_happenings_number_positive"),
        sa.CheckConstraint(
            f"from_status IN ({STATUSES})", name="ck_repayment_happenings_from_status_known"
        ),
        sa.CheckConstraint(
            f"to_status IN ({STATUSES})", name="ck_repayment_happenings_to_status_known"
        ),
        sa.ForeignKeyConstraint(
            ["loan_id", "repayment_id"],
            ["repayment.repayments.loan_id", "repayment.repayments.repayment_id"],
            name="fk_repayment_happenings_loan_id",
        ),
        sa.PrimaryKeyConstraint(
            "loan_id", "repayment_id", "number", name="pk_repayment_happenings"
        ),
        schema=SCHEMA,
    )
