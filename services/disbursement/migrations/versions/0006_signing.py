"""Make what signing a contract leaves: files, readings and confirmations, keys."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

from services.kit.migrations import grant_runtime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SCHEMA = "disbursement"
KEPT = ("contract_files", "disclosure_readings", "disclosure_confirmations", "signing_keys")


def upgrade() -> None:
    op.create_table(
        "contract_files",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("object_key", sa.Text(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        _moment("kept_at"),
        sa.CheckConstraint("number >= 0", name="ck_contract_files_number_not_negative"),
        sa.CheckConstraint("length(sha256) = 32", name="ck_contract_files_sha256_length"),
        sa.CheckConstraint("size_bytes > 0", name="ck_contract_files_size_positive"),
        _of_a_contract("contract_files"),
        sa.PrimaryKeyConstraint("contract_id", "number", name="pk_contract_files"),
        schema=SCHEMA,
    )
    op.create_table(
        "disclosure_readings",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        _moment("began_at"),
        sa.CheckConstraint("length(sha256) = 32", name="ck_disclosure_readings_sha256_length"),
        _of_a_contract("disclosure_readings"),
        sa.PrimaryKeyConstraint("contract_id", "subject", name="pk_disclosure_readings"),
        schema=SCHEMA,
    )
    op.create_table(
        "disclosure_confirmations",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        _moment("confirmed_at"),
        sa.CheckConstraint("length(sha256) = 32", name="ck_disclosure_confirmations_sha256_length"),
        _of_a_contract("disclosure_confirmations"),
        sa.PrimaryKeyConstraint("contract_id", name="pk_disclosure_confirmations"),
        schema=SCHEMA,
    )
    op.create_table(
        "signing_keys",
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("private_key_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("certificate", sa.LargeBinary(), nullable=False),
        sa.Column("certificate_sha256", sa.LargeBinary(), nullable=False),
        _moment("made_at"),
        sa.CheckConstraint("length(certificate_sha256) = 32", name="ck_signing_keys_sha256_length"),
        sa.PrimaryKeyConstraint("holder", name="pk_signing_keys"),
        schema=SCHEMA,
    )
    for table in KEPT:
        op.execute(
            f"CREATE TRIGGER history_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE"
            f" ON {SCHEMA}.{table} FOR EACH STATEMENT"
            f" EXECUTE FUNCTION {SCHEMA}.refuse_rewriting_history()"
        )
        op.execute(f"ALTER TABLE {SCHEMA}.{table} ENABLE ALWAYS TRIGGER history_is_kept")
        grant_runtime(op, SCHEMA, table, insert_only=True)


def downgrade() -> None:
    for table in reversed(KEPT):
        op.drop_table(table, schema=SCHEMA)


def _moment(column: str) -> sa.Column[datetime]:
    return sa.Column(
        column,
        sa.DateTime(timezone=True),
        server_default=sa.text("clock_timestamp()"),
        nullable=False,
    )


def _of_a_contract(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["contract_id"], ["disbursement.contracts.contract_id"], name=f"fk_{table}_contract_id"
    )
