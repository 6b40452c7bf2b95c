"""Open loans: their accounts, what happens to them, the schedules that bind, and the books."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from services.kit import journal_ddl
from services.kit.errors import Title
from services.kit.migrations import grant_runtime
from services.kit.postings import Account, AccountKind

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SCHEMA = "repayment"
INSTANT = sa.DateTime(timezone=True)
NOW = sa.text("now()")
ACCOUNTS = (
    Account(
        "loan_principal", AccountKind.ASSET, Title("Loans receivable: principal", "应收贷款本金")
    ),
    Account("fees_receivable", AccountKind.ASSET, Title("Fees receivable", "应收费用")),
    Account(
        "funding_clearing",
        AccountKind.LIABILITY,
        Title("Funding clearing: what payouts brought to loans", "放款清算"),
    ),
    Account("fee_income", AccountKind.INCOME, Title("Fee income", "手续费收入")),
)
# What becomes of a loan; its terms are as they were signed.
CHANGING = (
    "status, last_sequence, disbursed_on, payout_id, funding_sequence, matures_on, next_due_on,"
    " next_due_minor, version, audit_seq, audit_head, event_seq, updated_at"
)
HISTORY = ("loan_transactions", "loan_instalments")


def upgrade() -> None:
    journal_ddl.create_v1(op, SCHEMA)
    journal_ddl.open_accounts(op, SCHEMA, ACCOUNTS)
    _loans()
    _transactions()
    _instalments()
    for table in HISTORY:
        op.execute(
            f"CREATE TRIGGER history_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE"
            f" ON {SCHEMA}.{table} FOR EACH STATEMENT"
            f" EXECUTE FUNCTION {SCHEMA}.refuse_rewriting_history()"
        )
        op.execute(f"ALTER TABLE {SCHEMA}.{table} ENABLE ALWAYS TRIGGER history_is_kept")
        grant_runtime(op, SCHEMA, table, insert_only=True)
    grant_runtime(op, SCHEMA, "loans", insert_only=True)
    op.execute(f"GRANT UPDATE ({CHANGING}) ON {SCHEMA}.loans TO {SCHEMA}")


def _loans() -> None:
    op.create_table(
        "loans",
        sa.Column("loan_id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("contract_number", sa.Text(), nullable=False),
        sa.Column("document_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("product_code", sa.Text(), nullable=False),
        sa.Column("product_version", sa.Integer(), nullable=False),
        sa.Column("product_type", sa.Text(), nullable=False),
        sa.Column("engine_version", sa.Text(), nullable=False),
        sa.Column("principal_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("rate_ppm", sa.Integer(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("instalments", sa.Integer(), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("first_due_on", sa.Date(), nullable=True),
        sa.Column("day_count", sa.Text(), nullable=False),
        sa.Column("interest_per", sa.Text(), nullable=False),
        sa.Column("rounding", sa.Text(), nullable=False),
        sa.Column("fees", postgresql.JSONB(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("penalty_multiple_ppm", sa.Integer(), nullable=False),
        sa.Column("grace_days", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("last_sequence", sa.BigInteger(), nullable=False),
        sa.Column("disbursed_on", sa.Date(), nullable=True),
        sa.Column("payout_id", sa.Uuid(), nullable=True),
        sa.Column("funding_sequence", sa.BigInteger(), nullable=True),
        sa.Column("matures_on", sa.Date(), nullable=True),
        sa.Column("next_due_on", sa.Date(), nullable=True),
        sa.Column("next_due_minor", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("audit_seq", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "audit_head", sa.LargeBinary(), server_default=sa.text("''::bytea"), nullable=False
        ),
        sa.Column("event_seq", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", INSTANT, server_default=NOW, nullable=False),
        sa.Column("updated_at", INSTANT, server_default=NOW, nullable=False),
        sa.CheckConstraint(
            "status IN ('pending', 'active', 'settled', 'written_off', 'sold')",
            name="ck_loans_status_known",
        ),
        sa.CheckConstraint(
            "principal_minor BETWEEN 1 AND 10000000000", name="ck_loans_principal_bounded"
        ),
        sa.CheckConstraint("rate_ppm BETWEEN 0 AND 1000000", name="ck_loans_rate_bounded"),
        sa.CheckConstraint(
            "penalty_multiple_ppm BETWEEN 0 AND 3000000",
            name="ck_loans_penalty_multiple_bounded",
        ),
        sa.CheckConstraint("grace_days BETWEEN 0 AND 60", name="ck_loans_grace_days_bounded"),
        sa.CheckConstraint("length(document_sha256) = 32", name="ck_loans_document_sha256_length"),
        sa.CheckConstraint("(status = 'pending') = (disbursed_on IS NULL)", name="ck_loans_funded"),
        sa.CheckConstraint(
            "(disbursed_on IS NULL) = (payout_id IS NULL)", name="ck_loans_funded_by"
        ),
        sa.CheckConstraint(
            "(disbursed_on IS NULL) = (funding_sequence IS NULL)", name="ck_loans_funding"
        ),
        sa.CheckConstraint(
            "(next_due_on IS NULL) = (next_due_minor IS NULL)", name="ck_loans_next_due_whole"
        ),
        sa.PrimaryKeyConstraint("loan_id", name="pk_loans"),
        schema=SCHEMA,
    )
    op.create_index("uq_loans_contract_id", "loans", ["contract_id"], unique=True, schema=SCHEMA)
    for name, columns in (
        ("ix_loans_application_id", ["application_id"]),
        ("ix_loans_party_id", ["party_id"]),
        ("ix_loans_created_at", ["created_at", "loan_id"]),
        ("ix_loans_owner", ["owner", "created_at", "loan_id"]),
        ("ix_loans_partner_id", ["partner_id", "created_at", "loan_id"]),
    ):
        op.create_index(name, "loans", columns, schema=SCHEMA)


def _transactions() -> None:
    op.create_table(
        "loan_transactions",
        sa.Column("loan_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value_date", sa.Date(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("reverses", sa.Text(), nullable=True),
        sa.Column("reason_code", sa.Text(), nullable=True),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column(
            "recorded_at", INSTANT, server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.CheckConstraint(
            "kind IN ('disbursed', 'charged', 'waived', 'received', 'prepaid', 'refunded',"
            " 'reversed')",
            name="ck_loan_transactions_kind_known",
        ),
        sa.CheckConstraint("sequence > 0", name="ck_loan_transactions_sequence_positive"),
        sa.CheckConstraint("amount_minor > 0", name="ck_loan_transactions_amount_positive"),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name="ck_loan_transactions_currency_spelt"),
        sa.CheckConstraint(
            "(kind = 'reversed') = (reverses IS NOT NULL)", name="ck_loan_transactions_reversal"
        ),
        sa.CheckConstraint("reverses <> reference", name="ck_loan_transactions_reverses_another"),
        sa.ForeignKeyConstraint(
            ["loan_id"], ["repayment.loans.loan_id"], name="fk_loan_transactions_loan_id"
        ),
        sa.PrimaryKeyConstraint("loan_id", "sequence", name="pk_loan_transactions"),
        sa.UniqueConstraint("loan_id", "reference", name="uq_loan_transactions_loan_id_reference"),
        sa.UniqueConstraint("loan_id", "reverses", name="uq_loan_transactions_loan_id_reverses"),
        sa.ForeignKeyConstraint(
            ["loan_id", "reverses"],
            ["repayment.loan_transactions.loan_id", "repayment.loan_transactions.reference"],
            name="fk_loan_transactions_loan_id_reverses",
        ),
        schema=SCHEMA,
    )


def _instalments() -> None:
    op.create_table(
        "loan_instalments",
        sa.Column("loan_id", sa.Uuid(), nullable=False),
        sa.Column("funding", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("principal_minor", sa.BigInteger(), nullable=False),
        sa.Column("interest_minor", sa.BigInteger(), nullable=False),
        sa.Column("fees_minor", sa.BigInteger(), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("balance_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.CheckConstraint("number > 0", name="ck_loan_instalments_number_positive"),
        sa.CheckConstraint(
            "principal_minor >= 0 AND interest_minor >= 0 AND fees_minor >= 0"
            " AND balance_minor >= 0",
            name="ck_loan_instalments_figures_not_negative",
        ),
        sa.CheckConstraint(
            "total_minor = principal_minor + interest_minor + fees_minor",
            name="ck_loan_instalments_total_whole",
        ),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name="ck_loan_instalments_currency_spelt"),
        sa.ForeignKeyConstraint(
            ["loan_id", "funding"],
            ["repayment.loan_transactions.loan_id", "repayment.loan_transactions.sequence"],
            name="fk_loan_instalments_loan_id_funding",
        ),
        sa.PrimaryKeyConstraint("loan_id", "funding", "number", name="pk_loan_instalments"),
        schema=SCHEMA,
    )


def downgrade() -> None:
    for table in ("loan_instalments", "loan_transactions", "loans"):
        op.drop_table(table, schema=SCHEMA)
    journal_ddl.drop_v1(op, SCHEMA)
