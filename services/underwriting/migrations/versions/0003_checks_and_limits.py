"""Make the bureau's questions and reports, borrowers and their promises, and the watchlist."""

import sqlalchemy as sa
from alembic import op

from services.kit.migrations import grant_runtime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SCHEMA = "underwriting"
NOW = sa.text("now()")
WRITTEN_NOW = sa.text("clock_timestamp()")


def upgrade() -> None:
    _make_bureau()
    _make_exposure()
    _make_watchlist()


def downgrade() -> None:
    for table in (
        "watchlist_entries",
        "exposure_reservations",
        "borrowers",
        "bureau_reports",
        "bureau_attempts",
        "bureau_queries",
    ):
        op.drop_table(table, schema=SCHEMA)


def _make_bureau() -> None:
    op.create_table(
        "bureau_queries",
        sa.Column("query_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("submission", sa.Integer(), nullable=False),
        sa.Column("subject_index", sa.LargeBinary(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("consent_version", sa.Text(), nullable=False),
        sa.Column("consent_given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.PrimaryKeyConstraint("query_id", name="pk_bureau_queries"),
        sa.UniqueConstraint(
            "case_id",
            "submission",
            "subject_index",
            name="uq_bureau_queries_case_id_submission_subject_index",
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["underwriting.cases.case_id"], name="fk_bureau_queries_case_id"
        ),
        schema=SCHEMA,
    )
    op.create_table(
        "bureau_attempts",
        sa.Column("query_id", sa.Uuid(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column(
            "tried_at", sa.DateTime(timezone=True), server_default=WRITTEN_NOW, nullable=False
        ),
        sa.PrimaryKeyConstraint("query_id", "attempt", name="pk_bureau_attempts"),
        sa.ForeignKeyConstraint(
            ["query_id"],
            ["underwriting.bureau_queries.query_id"],
            name="fk_bureau_attempts_query_id",
        ),
        sa.CheckConstraint(
            "outcome IN ('reported', 'no_record', 'unavailable')",
            name="ck_bureau_attempts_outcome_known",
        ),
        sa.CheckConstraint("attempt > 0", name="ck_bureau_attempts_attempt_positive"),
        schema=SCHEMA,
    )
    op.create_table(
        "bureau_reports",
        sa.Column("query_id", sa.Uuid(), nullable=False),
        sa.Column("subject_index", sa.LargeBinary(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("report_no", sa.Text(), nullable=False),
        sa.Column("report_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("query_id", name="pk_bureau_reports"),
        sa.ForeignKeyConstraint(
            ["query_id"],
            ["underwriting.bureau_queries.query_id"],
            name="fk_bureau_reports_query_id",
        ),
        sa.CheckConstraint("expires_at > received_at", name="ck_bureau_reports_life_positive"),
        schema=SCHEMA,
    )
    op.create_index(
        "ix_bureau_reports_subject_index",
        "bureau_reports",
        ["subject_index", "purpose", "received_at"],
        schema=SCHEMA,
    )
    for table in ("bureau_queries", "bureau_attempts", "bureau_reports"):
        grant_runtime(op, SCHEMA, table, insert_only=True)


def _make_exposure() -> None:
    op.create_table(
        "borrowers",
        sa.Column("borrower_index", sa.LargeBinary(), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.PrimaryKeyConstraint("borrower_index", name="pk_borrowers"),
        schema=SCHEMA,
    )
    op.create_table(
        "exposure_reservations",
        sa.Column("borrower_index", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("product_type", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reserved_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("borrower_index", "case_id", name="pk_exposure_reservations"),
        sa.ForeignKeyConstraint(
            ["borrower_index"],
            ["underwriting.borrowers.borrower_index"],
            name="fk_exposure_reservations_borrower_index",
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["underwriting.cases.case_id"], name="fk_exposure_reservations_case_id"
        ),
        sa.CheckConstraint("amount_minor > 0", name="ck_exposure_reservations_amount_positive"),
        sa.CheckConstraint(
            "status IN ('reserved', 'drawn', 'released')",
            name="ck_exposure_reservations_status_known",
        ),
        sa.CheckConstraint(
            "(status = 'released') = (released_at IS NOT NULL)",
            name="ck_exposure_reservations_released",
        ),
        schema=SCHEMA,
    )
    op.create_index(
        "ix_exposure_reservations_case_id", "exposure_reservations", ["case_id"], schema=SCHEMA
    )
    for table in ("borrowers", "exposure_reservations"):
        grant_runtime(op, SCHEMA, table)


def _make_watchlist() -> None:
    op.create_table(
        "watchlist_entries",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("listed_as", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("number_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("number_index", sa.LargeBinary(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by", sa.Text(), nullable=True),
        sa.Column("removal_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("audit_seq", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "audit_head", sa.LargeBinary(), server_default=sa.text("''::bytea"), nullable=False
        ),
        sa.Column("event_seq", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name="pk_watchlist_entries"),
        sa.CheckConstraint(
            "kind IN ('sanctions', 'blacklist', 'politically_exposed', 'greylist')",
            name="ck_watchlist_entries_kind_known",
        ),
        sa.CheckConstraint(
            "listed_as IN ('person', 'business')", name="ck_watchlist_entries_listed_as_known"
        ),
        sa.CheckConstraint(
            "status IN ('standing', 'disputed', 'removed')",
            name="ck_watchlist_entries_status_known",
        ),
        sa.CheckConstraint(
            "(status = 'removed') = (removed_at IS NOT NULL)"
            " AND (removed_at IS NULL) = (removed_by IS NULL)"
            " AND (removed_at IS NULL) = (removal_reason IS NULL)",
            name="ck_watchlist_entries_removal_whole",
        ),
        sa.CheckConstraint(
            "(number_index IS NULL) = (number_sealed IS NULL)",
            name="ck_watchlist_entries_number_whole",
        ),
        schema=SCHEMA,
    )
    op.create_index(
        "ix_watchlist_entries_created_at",
        "watchlist_entries",
        ["created_at", "entry_id"],
        schema=SCHEMA,
    )
    op.create_index(
        "uq_watchlist_entries_standing_number",
        "watchlist_entries",
        ["kind", "number_index"],
        unique=True,
        schema=SCHEMA,
        postgresql_where=sa.text("status <> 'removed' AND number_index IS NOT NULL"),
    )
    grant_runtime(op, SCHEMA, "watchlist_entries")
