"""Make contracts, what they were drawn from, their signers and signatures, and their history."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from services.kit.migrations import grant_runtime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SCHEMA = "disbursement"
STATUSES = (
    "'draft', 'disclosed', 'signing', 'signed', 'effective', 'settled', 'voided', 'terminated'"
)
ENDED = "'voided', 'terminated'"
# What a contract says never changes, not even by its owner's hand: other terms, another contract.
BOUND = (
    *("contract_id", "application_id", "number", "owner", "partner_id", "party_id"),
    *("product_code", "product_version", "product_type", "purpose_code", "channel"),
    *("customer_type", "amount_minor", "currency", "decided_by", "borrower_name_index"),
    *("document_sha256", "created_at"),
)
KEPT = ("contract_drafts", "contract_signers", "contract_signatures", "contract_happenings")


def upgrade() -> None:
    op.create_table(
        "contracts",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("product_code", sa.Text(), nullable=False),
        sa.Column("product_version", sa.Integer(), nullable=False),
        sa.Column("product_type", sa.Text(), nullable=False),
        sa.Column("purpose_code", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("customer_type", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("decided_by", JSONB(none_as_null=True), nullable=False),
        sa.Column("borrower_name_index", sa.LargeBinary(), nullable=False),
        sa.Column("document_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("reason_code", sa.Text(), nullable=True),
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
        sa.CheckConstraint(f"status IN ({STATUSES})", name="ck_contracts_status_known"),
        sa.CheckConstraint("amount_minor > 0", name="ck_contracts_amount_positive"),
        sa.CheckConstraint(
            "ended_by IN ('borrower', 'partner', 'lender')", name="ck_contracts_ended_by_known"
        ),
        sa.CheckConstraint(
            f"reason_code IS NOT NULL OR status NOT IN ({ENDED})",
            name="ck_contracts_end_has_a_reason",
        ),
        sa.CheckConstraint(
            "length(document_sha256) = 32", name="ck_contracts_document_sha256_length"
        ),
        sa.PrimaryKeyConstraint("contract_id", name="pk_contracts"),
        schema=SCHEMA,
    )
    op.create_index("uq_contracts_number", "contracts", ["number"], unique=True, schema=SCHEMA)
    op.create_index(
        "uq_contracts_live",
        "contracts",
        ["application_id"],
        unique=True,
        schema=SCHEMA,
        postgresql_where=sa.text(f"status NOT IN ({ENDED})"),
    )
    op.create_index(
        "ix_contracts_application_id", "contracts", ["application_id", "created_at"], schema=SCHEMA
    )
    op.create_index(
        "ix_contracts_created_at", "contracts", ["created_at", "contract_id"], schema=SCHEMA
    )
    for column in ("owner", "partner_id", "status"):
        op.create_index(
            f"ix_contracts_{column}",
            "contracts",
            [column, "created_at", "contract_id"],
            schema=SCHEMA,
        )
    op.create_table(
        "contract_drafts",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("told_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("offer", JSONB(none_as_null=True), nullable=False),
        sa.Column("product", JSONB(none_as_null=True), nullable=False),
        sa.Column("borrower_kind", sa.Text(), nullable=False),
        sa.Column("borrower_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("lender", JSONB(none_as_null=True), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("engine_version", sa.Text(), nullable=False),
        sa.Column("template_version", sa.Text(), nullable=False),
        sa.Column("schedule", JSONB(none_as_null=True), nullable=False),
        sa.Column(
            "drawn_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "length(told_sha256) = 32", name="ck_contract_drafts_told_sha256_length"
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"],
            ["disbursement.contracts.contract_id"],
            name="fk_contract_drafts_contract_id",
        ),
        sa.PrimaryKeyConstraint("contract_id", name="pk_contract_drafts"),
        schema=SCHEMA,
    )
    op.create_table(
        "contract_signers",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("person_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("identity_valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("number > 0", name="ck_contract_signers_number_positive"),
        sa.ForeignKeyConstraint(
            ["contract_id"],
            ["disbursement.contracts.contract_id"],
            name="fk_contract_signers_contract_id",
        ),
        sa.PrimaryKeyConstraint("contract_id", "number", name="pk_contract_signers"),
        schema=SCHEMA,
    )
    op.create_index(
        "uq_contract_signers_capacity",
        "contract_signers",
        ["contract_id", "party_id", "role"],
        unique=True,
        schema=SCHEMA,
    )
    op.create_index(
        "ix_contract_signers_owner", "contract_signers", ["owner", "contract_id"], schema=SCHEMA
    )
    op.create_table(
        "contract_signatures",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("signature_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("intent", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("evidence_reference", sa.Text(), nullable=True),
        sa.Column("document_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("head_before", sa.LargeBinary(), nullable=False),
        sa.Column("head_after", sa.LargeBinary(), nullable=False),
        sa.Column("certificate_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column(
            "signed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        *(
            sa.CheckConstraint(
                f"length({column}) = 32", name=f"ck_contract_signatures_{column}_length"
            )
            for column in ("document_sha256", "head_before", "head_after", "certificate_sha256")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id", "number"],
            ["disbursement.contract_signers.contract_id", "disbursement.contract_signers.number"],
            name="fk_contract_signatures_contract_id_number",
        ),
        sa.PrimaryKeyConstraint("contract_id", "number", name="pk_contract_signatures"),
        schema=SCHEMA,
    )
    op.create_index(
        "uq_contract_signatures_signature_id",
        "contract_signatures",
        ["signature_id"],
        unique=True,
        schema=SCHEMA,
    )
    op.create_table(
        "contract_happenings",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("from_status", sa.Text(), nullable=True),
        sa.Column("to_status", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("reason_code", sa.Text(), nullable=True),
        sa.Column("refers_to", sa.Text(), nullable=True),
        sa.Column(
            "occurred_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint("number > 0", name="ck_contract_happenings_number_positive"),
        sa.CheckConstraint(
            f"from_status IN ({STATUSES})", name="ck_contract_happenings_from_status_known"
        ),
        sa.CheckConstraint(
            f"to_status IN ({STATUSES})", name="ck_contract_happenings_to_status_known"
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"],
            ["disbursement.contracts.contract_id"],
            name="fk_contract_happenings_contract_id",
        ),
        sa.PrimaryKeyConstraint("contract_id", "number", name="pk_contract_happenings"),
        schema=SCHEMA,
    )
    _bind_terms()
    grant_runtime(op, SCHEMA, "contracts")
    for table in KEPT:
        _keep_history(table)
        grant_runtime(op, SCHEMA, table, insert_only=True)


def downgrade() -> None:
    for table in reversed(KEPT):
        op.drop_table(table, schema=SCHEMA)
    op.drop_table("contracts", schema=SCHEMA)
    op.execute(f"DROP FUNCTION {SCHEMA}.refuse_other_terms()")


def _bind_terms() -> None:
    changes = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in BOUND)
    op.execute(
        f"CREATE FUNCTION {SCHEMA}.refuse_other_terms() RETURNS trigger LANGUAGE plpgsql AS $$"
        " BEGIN RAISE EXCEPTION 'the terms of a contract never change'"
        " USING ERRCODE = 'insufficient_privilege'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER terms_are_bound BEFORE UPDATE ON {SCHEMA}.contracts FOR EACH ROW"
        f" WHEN ({changes}) EXECUTE FUNCTION {SCHEMA}.refuse_other_terms()"
    )
    op.execute(f"ALTER TABLE {SCHEMA}.contracts ENABLE ALWAYS TRIGGER terms_are_bound")


def _keep_history(table: str) -> None:
    """Rights do not bind the owner; a trigger does."""
    op.execute(
        f"CREATE TRIGGER history_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {SCHEMA}.{table}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {SCHEMA}.refuse_rewriting_history()"
    )
    op.execute(f"ALTER TABLE {SCHEMA}.{table} ENABLE ALWAYS TRIGGER history_is_kept")
