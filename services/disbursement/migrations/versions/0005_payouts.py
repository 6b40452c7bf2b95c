"""Make payouts, their approvals and attempts, calls back, alerts, and the cash journal."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from services.kit import journal_ddl
from services.kit.errors import Title
from services.kit.migrations import grant_runtime
from services.kit.postings import Account, AccountKind

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SCHEMA = "disbursement"
STATUSES = (
    "'created', 'conditions_pending', 'ready', 'approved', 'submitted', 'settled', 'failed',"
    " 'unknown', 'returned', 'cancelled'"
)
UNSENT = "status IN ('created', 'conditions_pending', 'ready', 'cancelled')"
TABLES = (
    *("payouts", "payout_approvals", "payout_attempts", "payout_outcomes"),
    *("payout_resolutions", "provider_callbacks", "payout_alerts"),
)
ADDED_TO = frozenset(TABLES) - {"payouts", "payout_resolutions"}
CHART = (
    Account("cash", AccountKind.ASSET, Title("Cash at the bank", "银行存款")),
    Account("in_transit", AccountKind.ASSET, Title("Payouts in transit", "在途放款")),
    Account("funded", AccountKind.ASSET, Title("Handed over to loans", "已转贷款")),
    Account("suspense", AccountKind.LIABILITY, Title("Suspense", "暂记待查")),
)
# What an end is, stays; what was sent is paid to where it was sent, in the amount that was sent.
KEPT = """
    CREATE FUNCTION {schema}.keep_what_was_paid() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.status <> NEW.status AND (
            OLD.status IN ('failed', 'returned', 'cancelled')
            OR (OLD.status = 'settled' AND NEW.status <> 'returned')
            OR (OLD.status IN ('submitted', 'unknown')
                AND NEW.status NOT IN ('settled', 'failed', 'unknown'))
        ) THEN
            RAISE EXCEPTION 'a payout that is % cannot become %', OLD.status, NEW.status
                USING ERRCODE = 'check_violation', CONSTRAINT = 'payouts_move_forward';
        END IF;
        IF (OLD.application_id, OLD.payout_id, OLD.contract_id, OLD.amount_minor, OLD.currency,
                OLD.provider_key, OLD.tranche)
            IS DISTINCT FROM (NEW.application_id, NEW.payout_id, NEW.contract_id,
                NEW.amount_minor, NEW.currency, NEW.provider_key, NEW.tranche)
            OR (OLD.rail IS NOT NULL AND OLD.rail IS DISTINCT FROM NEW.rail)
            OR (OLD.status IN ('submitted', 'unknown', 'settled', 'failed', 'returned')
                AND (OLD.account_id, OLD.account_version, OLD.account_digest, OLD.account_index)
                IS DISTINCT FROM (NEW.account_id, NEW.account_version, NEW.account_digest,
                    NEW.account_index))
        THEN
            RAISE EXCEPTION 'what a payout pays, and to whom, does not change'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'payouts_are_bound';
        END IF;
        RETURN NEW;
    END $$
"""
NO_LATE_ATTEMPT = """
    CREATE FUNCTION {schema}.refuse_late_attempt() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT EXISTS (
            SELECT 1 FROM {schema}.payouts AS payout
            WHERE payout.application_id = NEW.application_id AND payout.payout_id = NEW.payout_id
                AND payout.status IN ('submitted', 'unknown')
        ) THEN
            RAISE EXCEPTION 'a payout that is not under way is not attempted'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'attempts_end_with_the_payout';
        END IF;
        RETURN NEW;
    END $$
"""
TRIGGERS = (
    KEPT,
    "CREATE TRIGGER paid_is_kept BEFORE UPDATE ON {schema}.payouts"
    " FOR EACH ROW EXECUTE FUNCTION {schema}.keep_what_was_paid()",
    "ALTER TABLE {schema}.payouts ENABLE ALWAYS TRIGGER paid_is_kept",
    NO_LATE_ATTEMPT,
    "CREATE TRIGGER no_late_attempt BEFORE INSERT ON {schema}.payout_attempts"
    " FOR EACH ROW EXECUTE FUNCTION {schema}.refuse_late_attempt()",
    "ALTER TABLE {schema}.payout_attempts ENABLE ALWAYS TRIGGER no_late_attempt",
)


def upgrade() -> None:
    op.create_table(
        "payouts",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("payout_id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("tranche", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("provider_key", sa.Text(), nullable=False),
        sa.Column("rail", sa.Text(), nullable=True),
        sa.Column("approval_round", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("account_version", sa.Integer(), nullable=True),
        sa.Column("account_digest", sa.LargeBinary(), nullable=True),
        sa.Column("account_index", sa.LargeBinary(), nullable=True),
        sa.Column("provider_reference", sa.Text(), nullable=True),
        sa.Column("value_date", sa.Date(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("reason_code", sa.Text(), nullable=True),
        sa.Column("claim_epoch", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "next_try_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("unknown_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_up", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("is_for_a_person", sa.Boolean(), server_default=sa.text("false"), nullable=False),
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
        sa.CheckConstraint(
            "status <> 'returned' OR returned_on IS NOT NULL", name="ck_payouts_returned_has_a_day"
        ),
        sa.CheckConstraint(f"status IN ({STATUSES})", name="ck_payouts_status_known"),
        sa.CheckConstraint(
            f"{UNSENT} OR account_digest IS NOT NULL", name="ck_payouts_destination_frozen"
        ),
        sa.CheckConstraint(
            f"{UNSENT} OR status = 'approved' OR rail IS NOT NULL", name="ck_payouts_rail_known"
        ),
        sa.CheckConstraint(
            "status NOT IN ('failed', 'cancelled') OR reason_code IS NOT NULL",
            name="ck_payouts_end_has_a_reason",
        ),
        sa.CheckConstraint(
            "status NOT IN ('settled', 'returned') OR settled_on IS NOT NULL",
            name="ck_payouts_settled_has_a_day",
        ),
        sa.CheckConstraint("amount_minor > 0", name="ck_payouts_amount_positive"),
        sa.CheckConstraint("tranche > 0", name="ck_payouts_tranche_positive"),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["disbursement.contracts.contract_id"], name="fk_payouts_contract_id"
        ),
        sa.PrimaryKeyConstraint("application_id", "payout_id", name="pk_payouts"),
        sa.UniqueConstraint(
            "application_id",
            "payout_id",
            "provider_key",
            name="uq_payouts_application_id_payout_id_provider_key",
        ),
        sa.UniqueConstraint("payout_id", name="uq_payouts_payout_id"),
        sa.UniqueConstraint("provider_key", name="uq_payouts_provider_key"),
        schema=SCHEMA,
    )
    op.create_index(
        "ix_payouts_contract_id",
        "payouts",
        ["contract_id", "created_at"],
        unique=False,
        schema=SCHEMA,
    )
    op.create_index(
        "ix_payouts_created_at", "payouts", ["created_at", "payout_id"], unique=False, schema=SCHEMA
    )
    op.create_index(
        "ix_payouts_next_try_at",
        "payouts",
        ["next_try_at"],
        unique=False,
        schema=SCHEMA,
        postgresql_where=sa.text("status IN ('approved', 'submitted', 'unknown')"),
    )
    op.create_index(
        "ix_payouts_owner",
        "payouts",
        ["owner", "created_at", "payout_id"],
        unique=False,
        schema=SCHEMA,
    )
    op.create_index(
        "ix_payouts_partner_id",
        "payouts",
        ["partner_id", "created_at", "payout_id"],
        unique=False,
        schema=SCHEMA,
    )
    op.create_index(
        "ix_payouts_status",
        "payouts",
        ["status", "created_at", "payout_id"],
        unique=False,
        schema=SCHEMA,
    )
    op.create_index(
        "uq_payouts_live",
        "payouts",
        ["application_id", "tranche"],
        unique=True,
        schema=SCHEMA,
        postgresql_where=sa.text("status NOT IN ('failed', 'cancelled', 'returned')"),
    )
    op.create_table(
        "payout_approvals",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("payout_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hand", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("account_digest", sa.LargeBinary(), nullable=False),
        sa.Column(
            "approved_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "hand IN ('system', 'maker', 'checker')", name="ck_payout_approvals_hand_known"
        ),
        sa.ForeignKeyConstraint(
            ["application_id", "payout_id"],
            ["disbursement.payouts.application_id", "disbursement.payouts.payout_id"],
            name="fk_payout_approvals_application_id_payout_id",
        ),
        sa.PrimaryKeyConstraint(
            "application_id", "payout_id", "round", "hand", name="pk_payout_approvals"
        ),
        sa.UniqueConstraint(
            "application_id",
            "payout_id",
            "round",
            "subject",
            name="uq_payout_approvals_application_id_payout_id_round_subject",
        ),
        schema=SCHEMA,
    )
    op.create_table(
        "payout_attempts",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("payout_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("provider_key", sa.Text(), nullable=False),
        sa.Column("claim_epoch", sa.Integer(), nullable=False),
        sa.Column(
            "started_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("sent_at_clock", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number > 0", name="ck_payout_attempts_number_positive"),
        sa.ForeignKeyConstraint(
            ["application_id", "payout_id", "provider_key"],
            [
                "disbursement.payouts.application_id",
                "disbursement.payouts.payout_id",
                "disbursement.payouts.provider_key",
            ],
            name="fk_payout_attempts_application_id_payout_id_provider_key",
        ),
        sa.PrimaryKeyConstraint("application_id", "payout_id", "number", name="pk_payout_attempts"),
        sa.UniqueConstraint("attempt_id", name="uq_payout_attempts_attempt_id"),
        schema=SCHEMA,
    )
    op.create_table(
        "payout_outcomes",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("payout_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column(
            "ended_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "outcome IN ('accepted', 'rejected', 'ambiguous', 'not_submitted', 'lost')",
            name="ck_payout_outcomes_outcome_known",
        ),
        sa.ForeignKeyConstraint(
            ["application_id", "payout_id", "number"],
            [
                "disbursement.payout_attempts.application_id",
                "disbursement.payout_attempts.payout_id",
                "disbursement.payout_attempts.number",
            ],
            name="fk_payout_outcomes_application_id_payout_id_number",
        ),
        sa.PrimaryKeyConstraint("application_id", "payout_id", "number", name="pk_payout_outcomes"),
        schema=SCHEMA,
    )
    op.create_table(
        "payout_resolutions",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("payout_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("resolution_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column(
            "proposed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("confirmed_by", sa.Text(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(outcome = 'settled') = (settled_on IS NOT NULL)",
            name="ck_payout_resolutions_settled_has_a_day",
        ),
        sa.CheckConstraint(
            "outcome IN ('settled', 'failed')", name="ck_payout_resolutions_outcome_known"
        ),
        sa.CheckConstraint("confirmed_by <> proposed_by", name="ck_payout_resolutions_four_eyes"),
        sa.ForeignKeyConstraint(
            ["application_id", "payout_id"],
            ["disbursement.payouts.application_id", "disbursement.payouts.payout_id"],
            name="fk_payout_resolutions_application_id_payout_id",
        ),
        sa.PrimaryKeyConstraint(
            "application_id", "payout_id", "number", name="pk_payout_resolutions"
        ),
        sa.UniqueConstraint("resolution_id", name="uq_payout_resolutions_resolution_id"),
        schema=SCHEMA,
    )
    op.create_table(
        "provider_callbacks",
        sa.Column("rail", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("body_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("judgement", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("payout_id", sa.Uuid(), nullable=True),
        sa.Column(
            "received_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "length(body_sha256) = 32", name="ck_provider_callbacks_body_sha256_length"
        ),
        sa.PrimaryKeyConstraint("rail", "event_id", name="pk_provider_callbacks"),
        schema=SCHEMA,
    )
    op.create_index(
        "ix_provider_callbacks_payout_id",
        "provider_callbacks",
        ["payout_id"],
        unique=False,
        schema=SCHEMA,
    )
    op.create_table(
        "payout_alerts",
        sa.Column("alert_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("payout_id", sa.Uuid(), nullable=True),
        sa.Column(
            "details", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False
        ),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("alert_id", name="pk_payout_alerts"),
        schema=SCHEMA,
    )
    op.create_index(
        "ix_payout_alerts_created_at",
        "payout_alerts",
        ["created_at", "alert_id"],
        unique=False,
        schema=SCHEMA,
    )
    op.create_index(
        "ix_payout_alerts_payout_id", "payout_alerts", ["payout_id"], unique=False, schema=SCHEMA
    )

    for table in TABLES:
        grant_runtime(op, SCHEMA, table, insert_only=table in ADDED_TO)
    for statement in TRIGGERS:
        op.execute(statement.format(schema=SCHEMA))
    journal_ddl.create_v1(op, SCHEMA)
    journal_ddl.open_accounts(op, SCHEMA, CHART)


def downgrade() -> None:
    journal_ddl.drop_v1(op, SCHEMA)
    for table in reversed(TABLES):
        op.drop_table(table, schema=SCHEMA)
    op.execute(f"DROP FUNCTION {SCHEMA}.refuse_late_attempt()")
    op.execute(f"DROP FUNCTION {SCHEMA}.keep_what_was_paid()")
