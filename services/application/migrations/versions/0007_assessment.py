"""Keep what underwriting asks, what is answered, and what it decides."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from services.kit.migrations import grant_runtime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SCHEMA = "application"
INSTANT = sa.DateTime(timezone=True)
NOW = sa.text("now()")
WRITTEN_NOW = sa.text("clock_timestamp()")
APPLICATION = ["application.applications.application_id"]
# What was said, and by whom, is never rewritten.
INSERT_ONLY = ("assessments", "information_answers", "decisions")


def upgrade() -> None:
    _create_assessments()
    _create_information_requests()
    _create_information_answers()
    _create_decisions()
    grant_runtime(op, SCHEMA, "information_requests")
    for table in INSERT_ONLY:
        grant_runtime(op, SCHEMA, table, insert_only=True)


def downgrade() -> None:
    for table in ("decisions", "information_answers", "information_requests", "assessments"):
        op.drop_table(table, schema=SCHEMA)


def _create_assessments() -> None:
    op.create_table(
        "assessments",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", INSTANT, server_default=NOW, nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], APPLICATION, name="fk_assessments_application_id"
        ),
        sa.PrimaryKeyConstraint("application_id", name="pk_assessments"),
        schema=SCHEMA,
    )
    op.create_index(
        "uq_assessments_case_id", "assessments", ["case_id"], unique=True, schema=SCHEMA
    )


def _create_information_requests() -> None:
    op.create_table(
        "information_requests",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("items", postgresql.JSONB(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("created_at", INSTANT, server_default=NOW, nullable=False),
        sa.Column("updated_at", INSTANT, server_default=NOW, nullable=False),
        sa.CheckConstraint(
            "status IN ('open', 'answered', 'closed')", name="ck_information_requests_status_known"
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], APPLICATION, name="fk_information_requests_application_id"
        ),
        sa.PrimaryKeyConstraint("application_id", "request_id", name="pk_information_requests"),
        schema=SCHEMA,
    )
    op.create_index(
        "uq_information_requests_request_id",
        "information_requests",
        ["request_id"],
        unique=True,
        schema=SCHEMA,
    )
    op.create_index(
        "uq_information_requests_open",
        "information_requests",
        ["application_id"],
        unique=True,
        schema=SCHEMA,
        postgresql_where=sa.text("status = 'open'"),
    )


def _create_information_answers() -> None:
    op.create_table(
        "information_answers",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("answered_by", sa.Text(), nullable=False),
        sa.Column("answered_at", INSTANT, server_default=WRITTEN_NOW, nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id", "request_id"],
            [
                "application.information_requests.application_id",
                "application.information_requests.request_id",
            ],
            name="fk_information_answers_application_id_request_id",
        ),
        sa.PrimaryKeyConstraint("application_id", "request_id", name="pk_information_answers"),
        schema=SCHEMA,
    )


def _create_decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("submission", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reasons", postgresql.JSONB(), nullable=False),
        sa.Column("decided_at", INSTANT, nullable=False),
        sa.Column("created_at", INSTANT, server_default=WRITTEN_NOW, nullable=False),
        sa.CheckConstraint(
            "outcome IN ('approved', 'declined')", name="ck_decisions_outcome_known"
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], APPLICATION, name="fk_decisions_application_id"
        ),
        sa.PrimaryKeyConstraint("application_id", "decision_id", name="pk_decisions"),
        schema=SCHEMA,
    )
    op.create_index(
        "uq_decisions_decision_id", "decisions", ["decision_id"], unique=True, schema=SCHEMA
    )
