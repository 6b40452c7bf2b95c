"""Make what the desk writes: questions, recommendations and approvals."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from services.kit.migrations import grant_runtime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SCHEMA = "underwriting"


def upgrade() -> None:
    op.add_column(
        "decisions",
        sa.Column("is_override", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        schema=SCHEMA,
    )
    op.create_table(
        "information_requests",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("submission", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("items", JSONB(none_as_null=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column(
            "asked_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint(
            "status IN ('open', 'answered', 'closed')", name="ck_information_requests_status_known"
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["underwriting.cases.case_id"], name="fk_information_requests_case_id"
        ),
        sa.PrimaryKeyConstraint("request_id", name="pk_information_requests"),
        schema=SCHEMA,
    )
    op.create_index(
        "ix_information_requests_case_id", "information_requests", ["case_id"], schema=SCHEMA
    )
    op.create_index(
        "uq_information_requests_open",
        "information_requests",
        ["case_id"],
        unique=True,
        schema=SCHEMA,
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_table(
        "case_recommendations",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("submission", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("term_months", sa.Integer(), nullable=False),
        sa.Column("terms", JSONB(none_as_null=True), nullable=False),
        sa.Column("conditions", JSONB(none_as_null=True), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("override_reason", sa.Text(), nullable=True),
        sa.Column("recommended_by", sa.Text(), nullable=False),
        sa.Column(
            "recommended_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("amount_minor > 0", name="ck_case_recommendations_amount_positive"),
        sa.CheckConstraint("term_months > 0", name="ck_case_recommendations_term_positive"),
        sa.ForeignKeyConstraint(
            ["case_id"], ["underwriting.cases.case_id"], name="fk_case_recommendations_case_id"
        ),
        sa.PrimaryKeyConstraint("case_id", "number", name="pk_case_recommendations"),
        schema=SCHEMA,
    )
    op.create_table(
        "case_approvals",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("approver", sa.Text(), nullable=False),
        sa.Column(
            "approved_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["case_id", "number"],
            [
                "underwriting.case_recommendations.case_id",
                "underwriting.case_recommendations.number",
            ],
            name="fk_case_approvals_case_id_number",
        ),
        sa.PrimaryKeyConstraint("case_id", "number", "approver", name="pk_case_approvals"),
        schema=SCHEMA,
    )
    grant_runtime(op, SCHEMA, "information_requests")
    grant_runtime(op, SCHEMA, "case_recommendations", insert_only=True)
    grant_runtime(op, SCHEMA, "case_approvals", insert_only=True)


def downgrade() -> None:
    op.drop_table("case_approvals", schema=SCHEMA)
    op.drop_table("case_recommendations", schema=SCHEMA)
    op.drop_table("information_requests", schema=SCHEMA)
    op.drop_column("decisions", "is_override", schema=SCHEMA)
