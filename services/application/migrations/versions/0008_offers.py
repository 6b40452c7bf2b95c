"""Make offers; their terms cannot be changed, only their status can."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from services.kit.migrations import grant_runtime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

SCHEMA = "application"
INSTANT = sa.DateTime(timezone=True)
NOW = sa.text("now()")
OPEN = sa.text("status = 'open'")
CHANGING = "status, version, accepted_at, updated_at"


def upgrade() -> None:
    op.create_table(
        "offers",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("term_months", sa.Integer(), nullable=False),
        sa.Column("rate_ppm", sa.Integer(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("instalment_minor", sa.BigInteger(), nullable=False),
        sa.Column("simple_cost_ppm", sa.Integer(), nullable=False),
        sa.Column("compound_cost_ppm", sa.Integer(), nullable=False),
        sa.Column("cost_basis", sa.Text(), nullable=False),
        sa.Column("conditions", postgresql.JSONB(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("accepted_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", INSTANT, server_default=NOW, nullable=False),
        sa.Column("updated_at", INSTANT, server_default=NOW, nullable=False),
        sa.CheckConstraint(
            "status IN ('open', 'accepted', 'expired', 'withdrawn')", name="ck_offers_status_known"
        ),
        sa.CheckConstraint("amount_minor > 0", name="ck_offers_amount_positive"),
        sa.CheckConstraint("instalment_minor > 0", name="ck_offers_instalment_positive"),
        sa.CheckConstraint("term_months > 0", name="ck_offers_term_positive"),
        sa.CheckConstraint("rate_ppm >= 0", name="ck_offers_rate_not_negative"),
        sa.CheckConstraint(
            "(status <> 'accepted') OR accepted_at IS NOT NULL", name="ck_offers_accepted"
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.applications.application_id"],
            name="fk_offers_application_id",
        ),
        sa.PrimaryKeyConstraint("application_id", "offer_id", name="pk_offers"),
        schema=SCHEMA,
    )
    for name, column, condition in (
        ("uq_offers_offer_id", "offer_id", None),
        ("uq_offers_decision_id", "decision_id", None),
        ("uq_offers_open", "application_id", OPEN),
    ):
        op.create_index(
            name, "offers", [column], unique=True, schema=SCHEMA, postgresql_where=condition
        )
    op.create_index(
        "ix_offers_lapsing", "offers", ["valid_until"], schema=SCHEMA, postgresql_where=OPEN
    )
    grant_runtime(op, SCHEMA, "offers", insert_only=True)
    op.execute(f"GRANT UPDATE ({CHANGING}) ON {SCHEMA}.offers TO {SCHEMA}")


def downgrade() -> None:
    op.drop_table("offers", schema=SCHEMA)
