"""Make cases, what was submitted and checked for them, their history, and decisions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from services.kit.migrations import grant_runtime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SCHEMA = "underwriting"
STATUSES = (
    "'queued', 'checking', 'scored', 'auto_approved', 'auto_declined', 'manual', 'in_review', "
    "'information_requested', 'recommended', 'returned', 'approved', 'conditional', 'declined', "
    "'reconsideration', 'closed'"
)


def upgrade() -> None:
    op.create_table(
        "cases",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("submission", sa.Integer(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("borrower_index", sa.LargeBinary(), nullable=False),
        sa.Column("mobile_index", sa.LargeBinary(), nullable=False),
        sa.Column("customer_type", sa.Text(), nullable=False),
        sa.Column("product_code", sa.Text(), nullable=False),
        sa.Column("product_type", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("term_months", sa.Integer(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("authority", sa.Text(), nullable=True),
        sa.Column("sla_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_by", sa.Text(), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claim_epoch", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=True),
        sa.Column("history_length", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("audit_seq", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "audit_head", sa.LargeBinary(), server_default=sa.text("''::bytea"), nullable=False
        ),
        sa.Column("event_seq", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(f"status IN ({STATUSES})", name="ck_cases_status_known"),
        sa.CheckConstraint(
            "(claimed_by IS NULL) = (claimed_until IS NULL)", name="ck_cases_claim_whole"
        ),
        sa.CheckConstraint("amount_minor > 0", name="ck_cases_amount_positive"),
        sa.CheckConstraint("submission > 0", name="ck_cases_submission_positive"),
        sa.PrimaryKeyConstraint("case_id", name="pk_cases"),
        schema=SCHEMA,
    )
    op.create_index("ix_cases_borrower_index", "cases", ["borrower_index"], schema=SCHEMA)
    op.create_index("ix_cases_created_at", "cases", ["created_at", "case_id"], schema=SCHEMA)
    op.create_index("ix_cases_mobile_index", "cases", ["mobile_index"], schema=SCHEMA)
    op.create_index("ix_cases_party_id", "cases", ["party_id"], schema=SCHEMA)
    op.create_index("ix_cases_status", "cases", ["status", "created_at", "case_id"], schema=SCHEMA)
    op.create_index(
        "ix_cases_with_the_machine",
        "cases",
        ["updated_at"],
        schema=SCHEMA,
        postgresql_where=sa.text("status IN ('queued', 'checking')"),
    )
    op.create_index(
        "uq_cases_application_id", "cases", ["application_id"], unique=True, schema=SCHEMA
    )
    op.create_table(
        "case_submissions",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("submission", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("told_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("intake_officer", sa.Text(), nullable=True),
        sa.Column(
            "received_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("length(sha256) = 32", name="ck_case_submissions_sha256_length"),
        sa.ForeignKeyConstraint(
            ["case_id"], ["underwriting.cases.case_id"], name="fk_case_submissions_case_id"
        ),
        sa.PrimaryKeyConstraint("case_id", "submission", name="pk_case_submissions"),
        schema=SCHEMA,
    )
    op.create_table(
        "case_checks",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("submission", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("findings", JSONB(none_as_null=True), nullable=False),
        sa.Column(
            "checked_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["underwriting.cases.case_id"], name="fk_case_checks_case_id"
        ),
        sa.PrimaryKeyConstraint("case_id", "submission", "kind", name="pk_case_checks"),
        schema=SCHEMA,
    )
    op.create_table(
        "case_happenings",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("submission", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("from_status", sa.Text(), nullable=True),
        sa.Column("to_status", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("reason_code", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column(
            "occurred_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            f"from_status IN ({STATUSES})", name="ck_case_happenings_from_status_known"
        ),
        sa.CheckConstraint(f"to_status IN ({STATUSES})", name="ck_case_happenings_to_status_known"),
        sa.CheckConstraint("number > 0", name="ck_case_happenings_number_positive"),
        sa.ForeignKeyConstraint(
            ["case_id"], ["underwriting.cases.case_id"], name="fk_case_happenings_case_id"
        ),
        sa.PrimaryKeyConstraint("case_id", "number", name="pk_case_happenings"),
        schema=SCHEMA,
    )
    op.create_table(
        "decisions",
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("submission", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("terms", JSONB(none_as_null=True), nullable=True),
        sa.Column("binding_constraint", sa.Text(), nullable=True),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("reasons", JSONB(none_as_null=True), nullable=False),
        sa.Column("conditions", JSONB(none_as_null=True), nullable=False),
        sa.Column("rulebook_version", sa.Text(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.Column("snapshot_sha256", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answer_sha256", sa.Text(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column(
            "decided_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(outcome = 'approved') = (amount_minor IS NOT NULL)", name="ck_decisions_amount"
        ),
        sa.CheckConstraint(
            "(outcome = 'approved') = (valid_until IS NOT NULL)", name="ck_decisions_validity"
        ),
        sa.CheckConstraint(
            "kind = 'automatic' OR outcome <> 'referred'", name="ck_decisions_people_decide"
        ),
        sa.CheckConstraint("kind IN ('automatic', 'manual')", name="ck_decisions_kind_known"),
        sa.CheckConstraint(
            "outcome = 'approved' OR jsonb_array_length(reasons) > 0",
            name="ck_decisions_reasons_given",
        ),
        sa.CheckConstraint(
            "outcome IN ('approved', 'declined', 'referred')", name="ck_decisions_outcome_known"
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["underwriting.cases.case_id"], name="fk_decisions_case_id"
        ),
        sa.PrimaryKeyConstraint("decision_id", name="pk_decisions"),
        schema=SCHEMA,
    )
    op.create_index("ix_decisions_case_id", "decisions", ["case_id", "decided_at"], schema=SCHEMA)
    op.create_index(
        "uq_decisions_automatic",
        "decisions",
        ["case_id", "submission"],
        unique=True,
        schema=SCHEMA,
        postgresql_where=sa.text("kind = 'automatic'"),
    )
    grant_runtime(op, SCHEMA, "cases")
    grant_runtime(op, SCHEMA, "case_submissions", insert_only=True)
    grant_runtime(op, SCHEMA, "case_checks", insert_only=True)
    grant_runtime(op, SCHEMA, "case_happenings", insert_only=True)
    grant_runtime(op, SCHEMA, "decisions", insert_only=True)


def downgrade() -> None:
    op.drop_table("decisions", schema=SCHEMA)
    op.drop_table("case_happenings", schema=SCHEMA)
    op.drop_table("case_checks", schema=SCHEMA)
    op.drop_table("case_submissions", schema=SCHEMA)
    op.drop_table("cases", schema=SCHEMA)
