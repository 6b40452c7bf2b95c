"""Make payee accounts, and what their banks were asked."""

import sqlalchemy as sa
from alembic import op

from services.kit.migrations import grant_runtime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SCHEMA = "disbursement"
INSTANT = sa.DateTime(timezone=True)
NOW = sa.text("now()")
WRITTEN_NOW = sa.text("clock_timestamp()")
STATUSES = "'registered', 'verifying', 'verified', 'rejected', 'unknown', 'replaced'"


def upgrade() -> None:
    _create_payee_accounts()
    _create_attempts()
    _create_outcomes()
    grant_runtime(op, SCHEMA, "payee_accounts")
    for table in ("payee_verification_attempts", "payee_verification_outcomes"):
        grant_runtime(op, SCHEMA, table, insert_only=True)


def downgrade() -> None:
    for table in (
        "payee_verification_outcomes",
        "payee_verification_attempts",
        "payee_accounts",
    ):
        op.drop_table(table, schema=SCHEMA)


def _create_payee_accounts() -> None:
    op.create_table(
        "payee_accounts",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("bank_code", sa.Text(), nullable=False),
        sa.Column("number_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("number_index", sa.LargeBinary(), nullable=False),
        sa.Column("holder_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("destination_digest", sa.LargeBinary(), nullable=False),
        sa.Column("usable_from", sa.Date(), nullable=False),
        sa.Column("rejection", sa.Text(), nullable=True),
        sa.Column("rounds", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("audit_seq", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "audit_head", sa.LargeBinary(), server_default=sa.text("''::bytea"), nullable=False
        ),
        sa.Column("event_seq", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", INSTANT, server_default=NOW, nullable=False),
        sa.Column("updated_at", INSTANT, server_default=NOW, nullable=False),
        sa.CheckConstraint(f"status IN ({STATUSES})", name="ck_payee_accounts_status_known"),
        sa.CheckConstraint(
            "status <> 'rejected' OR rejection IS NOT NULL",
            name="ck_payee_accounts_rejection_said",
        ),
        sa.CheckConstraint(
            "length(number_index) = 32", name="ck_payee_accounts_number_index_length"
        ),
        sa.CheckConstraint(
            "length(destination_digest) = 32", name="ck_payee_accounts_destination_digest_length"
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"],
            ["disbursement.contracts.contract_id"],
            name="fk_payee_accounts_contract_id",
        ),
        sa.PrimaryKeyConstraint("contract_id", "account_id", name="pk_payee_accounts"),
        schema=SCHEMA,
    )
    for name, columns, condition in (
        ("uq_payee_accounts_in_use", ["contract_id"], "status <> 'replaced'"),
        ("uq_payee_accounts_account_id", ["account_id"], None),
        ("ix_payee_accounts_number_index", ["number_index"], None),
        ("ix_payee_accounts_created_at", ["created_at", "account_id"], None),
        ("ix_payee_accounts_owner", ["owner", "created_at", "account_id"], None),
        ("ix_payee_accounts_partner_id", ["partner_id", "created_at", "account_id"], None),
        ("ix_payee_accounts_verifying", ["updated_at"], "status = 'verifying'"),
    ):
        op.create_index(
            name,
            "payee_accounts",
            columns,
            unique=name.startswith("uq_"),
            schema=SCHEMA,
            postgresql_where=None if condition is None else sa.text(condition),
        )


def _create_attempts() -> None:
    op.create_table(
        "payee_verification_attempts",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("started_at", INSTANT, server_default=WRITTEN_NOW, nullable=False),
        sa.CheckConstraint("number > 0", name="ck_payee_verification_attempts_number_positive"),
        sa.CheckConstraint("round > 0", name="ck_payee_verification_attempts_round_positive"),
        sa.ForeignKeyConstraint(
            ["contract_id", "account_id"],
            ["disbursement.payee_accounts.contract_id", "disbursement.payee_accounts.account_id"],
            name="fk_payee_verification_attempts_contract_id_account_id",
        ),
        sa.PrimaryKeyConstraint(
            "contract_id", "account_id", "number", name="pk_payee_verification_attempts"
        ),
        schema=SCHEMA,
    )


def _create_outcomes() -> None:
    op.create_table(
        "payee_verification_outcomes",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("ended_at", INSTANT, server_default=WRITTEN_NOW, nullable=False),
        sa.CheckConstraint(
            "outcome IN ('matches', 'name_mismatch', 'closed', 'unknown', 'ambiguous',"
            " 'not_submitted')",
            name="ck_payee_verification_outcomes_outcome_known",
        ),
        sa.ForeignKeyConstraint(
            ["contract_id", "account_id", "number"],
            [
                "disbursement.payee_verification_attempts.contract_id",
                "disbursement.payee_verification_attempts.account_id",
                "disbursement.payee_verification_attempts.number",
            ],
            name="fk_payee_verification_outcomes_contract_id_account_id_number",
        ),
        sa.PrimaryKeyConstraint(
            "contract_id", "account_id", "number", name="pk_payee_verification_outcomes"
        ),
        schema=SCHEMA,
    )
