"""Keep what is heard of contract, payouts and loan; what is being paid out blocks no next one."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from services.kit.migrations import grant_runtime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

SCHEMA = "application"
INSTANT = sa.DateTime(timezone=True)
NOW = sa.text("now()")
APPLICATION = ["application.applications.application_id"]
CONTRACTS = "'draft', 'disclosed', 'signing', 'signed', 'effective', 'settled', 'voided'"
PAYOUTS = "'created', 'conditions_pending', 'ready', 'approved', 'submitted', 'unknown'"
OPEN = (
    "'accepted', 'approved', 'contracted', 'contracting', 'draft', {more}'information_requested',"
    " 'offer_accepted', 'submitted', 'supplement_required', 'underwriting'"
)
TABLES = ("contract_standings", "payout_standings", "loan_standings")


def upgrade() -> None:
    _create_contract_standings()
    _create_payout_standings()
    _create_loan_standings()
    for table in TABLES:
        grant_runtime(op, SCHEMA, table)
    _one_open_application(OPEN.format(more=""))


def downgrade() -> None:
    _one_open_application(OPEN.format(more="'disbursing', "))
    for table in reversed(TABLES):
        op.drop_table(table, schema=SCHEMA)


def _create_contract_standings() -> None:
    op.create_table(
        "contract_standings",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("signers", postgresql.JSONB(), nullable=False),
        sa.Column("missing", postgresql.JSONB(), nullable=False),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("reason_code", sa.Text(), nullable=True),
        sa.Column("updated_at", INSTANT, server_default=NOW, nullable=False),
        sa.CheckConstraint(
            f"status IN ({CONTRACTS}, 'terminated')", name="ck_contract_standings_status_known"
        ),
        sa.CheckConstraint(
            "ended_by IN ('borrower', 'partner', 'lender')",
            name="ck_contract_standings_ended_by_known",
        ),
        sa.CheckConstraint("position > 0", name="ck_contract_standings_position_positive"),
        sa.ForeignKeyConstraint(
            ["application_id"], APPLICATION, name="fk_contract_standings_application_id"
        ),
        sa.PrimaryKeyConstraint("application_id", "contract_id", name="pk_contract_standings"),
        schema=SCHEMA,
    )
    _unique_position("contract_standings")
    op.create_index(
        "uq_contract_standings_contract_id",
        "contract_standings",
        ["contract_id"],
        unique=True,
        schema=SCHEMA,
    )


def _create_payout_standings() -> None:
    op.create_table(
        "payout_standings",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("payout_id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("tranche", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("value_on", sa.Date(), nullable=True),
        sa.Column("reason_code", sa.Text(), nullable=True),
        sa.Column("updated_at", INSTANT, server_default=NOW, nullable=False),
        sa.CheckConstraint(
            f"status IN ({PAYOUTS}, 'settled', 'failed', 'returned', 'cancelled')",
            name="ck_payout_standings_status_known",
        ),
        sa.CheckConstraint("amount_minor > 0", name="ck_payout_standings_amount_positive"),
        sa.CheckConstraint("position > 0", name="ck_payout_standings_position_positive"),
        sa.ForeignKeyConstraint(
            ["application_id", "contract_id"],
            [
                "application.contract_standings.application_id",
                "application.contract_standings.contract_id",
            ],
            name="fk_payout_standings_application_id_contract_id",
        ),
        sa.PrimaryKeyConstraint("application_id", "payout_id", name="pk_payout_standings"),
        schema=SCHEMA,
    )
    _unique_position("payout_standings")


def _create_loan_standings() -> None:
    op.create_table(
        "loan_standings",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("loan_id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("payout_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("next_due_on", sa.Date(), nullable=True),
        sa.Column("next_due_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("updated_at", INSTANT, server_default=NOW, nullable=False),
        sa.CheckConstraint(
            "status IN ('pending', 'active', 'settled', 'written_off')",
            name="ck_loan_standings_status_known",
        ),
        sa.CheckConstraint(
            "num_nonnulls(next_due_on, next_due_minor, currency) IN (0, 3)",
            name="ck_loan_standings_due",
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], APPLICATION, name="fk_loan_standings_application_id"
        ),
        sa.PrimaryKeyConstraint("application_id", name="pk_loan_standings"),
        schema=SCHEMA,
    )
    op.create_index(
        "uq_loan_standings_loan_id", "loan_standings", ["loan_id"], unique=True, schema=SCHEMA
    )


def _unique_position(table: str) -> None:
    op.create_index(
        f"uq_{table}_position", table, ["application_id", "position"], unique=True, schema=SCHEMA
    )


def _one_open_application(statuses: str) -> None:
    op.drop_index("uq_applications_open", "applications", schema=SCHEMA)
    op.create_index(
        "uq_applications_open",
        "applications",
        ["party_id", "product_code"],
        unique=True,
        schema=SCHEMA,
        postgresql_where=sa.text(f"status IN ({statuses})"),
    )
