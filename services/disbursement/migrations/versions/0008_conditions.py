"""Make the conditions of contracts, and the evidence that they are met."""

import sqlalchemy as sa
from alembic import op

from services.kit.migrations import grant_runtime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

SCHEMA = "disbursement"
INSTANT = sa.DateTime(timezone=True)
NOW = sa.text("now()")


def upgrade() -> None:
    _create_conditions()
    _create_evidence()
    grant_runtime(op, SCHEMA, "contract_conditions")
    grant_runtime(op, SCHEMA, "contract_condition_evidence", insert_only=True)


def downgrade() -> None:
    op.drop_table("contract_condition_evidence", schema=SCHEMA)
    op.drop_table("contract_conditions", schema=SCHEMA)


def _create_conditions() -> None:
    op.create_table(
        "contract_conditions",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("condition_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("title_zh", sa.Text(), nullable=False),
        sa.Column("is_critical", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("evidenced_by", sa.Text(), nullable=True),
        sa.Column("accepted_by", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("audit_seq", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "audit_head", sa.LargeBinary(), server_default=sa.text("''::bytea"), nullable=False
        ),
        sa.Column("event_seq", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", INSTANT, server_default=NOW, nullable=False),
        sa.Column("updated_at", INSTANT, server_default=NOW, nullable=False),
        sa.CheckConstraint(
            "status IN ('open', 'evidenced', 'met')", name="ck_contract_conditions_status_known"
        ),
        sa.CheckConstraint(
            "(status = 'open') = (evidenced_by IS NULL)",
            name="ck_contract_conditions_evidence_given",
        ),
        sa.CheckConstraint("accepted_by <> evidenced_by", name="ck_contract_conditions_four_eyes"),
        sa.CheckConstraint(
            "status <> 'met' OR NOT is_critical OR accepted_by IS NOT NULL",
            name="ck_contract_conditions_critical_is_accepted",
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"],
            ["disbursement.contracts.contract_id"],
            name="fk_contract_conditions_contract_id",
        ),
        sa.PrimaryKeyConstraint("contract_id", "condition_id", name="pk_contract_conditions"),
        schema=SCHEMA,
    )
    op.create_index(
        "uq_contract_conditions_code",
        "contract_conditions",
        ["contract_id", "code"],
        unique=True,
        schema=SCHEMA,
    )


def _create_evidence() -> None:
    op.create_table(
        "contract_condition_evidence",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("condition_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("document_sha256", sa.LargeBinary(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("given_at", INSTANT, server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.CheckConstraint("number > 0", name="ck_contract_condition_evidence_number_positive"),
        sa.CheckConstraint(
            "length(document_sha256) = 32",
            name="ck_contract_condition_evidence_document_sha256_length",
        ),
        sa.ForeignKeyConstraint(
            ["contract_id", "condition_id"],
            [
                "disbursement.contract_conditions.contract_id",
                "disbursement.contract_conditions.condition_id",
            ],
            name="fk_contract_condition_evidence_contract_id_condition_id",
        ),
        sa.PrimaryKeyConstraint(
            "contract_id", "condition_id", "number", name="pk_contract_condition_evidence"
        ),
        schema=SCHEMA,
    )
