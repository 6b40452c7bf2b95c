"""Keep valuations, the hands of the intake, and what was decided again once a value was known."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from services.kit.migrations import grant_runtime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

SCHEMA = "underwriting"
AUTOMATIC = sa.text("kind = 'automatic'")
SUPERSEDED = f"""
    DELETE FROM {SCHEMA}.decisions AS earlier USING {SCHEMA}.decisions AS later
    WHERE earlier.kind = 'automatic' AND later.kind = 'automatic'
        AND later.case_id = earlier.case_id AND later.submission = earlier.submission
        AND later.weighing > earlier.weighing
"""  # noqa: S608 - a name of ours


def upgrade() -> None:
    op.add_column(
        "case_submissions",
        sa.Column(
            "handled_by",
            JSONB(none_as_null=True),
            server_default=sa.text("'[]'::jsonb"),
            nullable=False,
        ),
        schema=SCHEMA,
    )
    op.add_column(
        "decisions",
        sa.Column("weighing", sa.Integer(), server_default=sa.text("1"), nullable=False),
        schema=SCHEMA,
    )
    op.create_check_constraint(
        "ck_decisions_weighing_positive", "decisions", "weighing > 0", schema=SCHEMA
    )
    _key_decisions_by("case_id", "submission", "weighing")
    _make_valuations()


def downgrade() -> None:
    op.drop_table("collateral_valuations", schema=SCHEMA)
    # Once per submission, as it was before: of what was decided again, the latest stands.
    op.execute(SUPERSEDED)
    _key_decisions_by("case_id", "submission")
    op.drop_constraint("ck_decisions_weighing_positive", "decisions", schema=SCHEMA)
    op.drop_column("decisions", "weighing", schema=SCHEMA)
    op.drop_column("case_submissions", "handled_by", schema=SCHEMA)


def _key_decisions_by(*columns: str) -> None:
    op.drop_index("uq_decisions_automatic", "decisions", schema=SCHEMA)
    op.create_index(
        "uq_decisions_automatic",
        "decisions",
        list(columns),
        unique=True,
        schema=SCHEMA,
        postgresql_where=AUTOMATIC,
    )


def _make_valuations() -> None:
    op.create_table(
        "collateral_valuations",
        sa.Column("valuation_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("submission", sa.Integer(), nullable=False),
        sa.Column("collateral_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("valued_on", sa.Date(), nullable=False),
        sa.Column("valuer", sa.Text(), nullable=False),
        sa.Column("value_amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("prior_liens_amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("is_mortgageable", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("valued_by", sa.Text(), nullable=False),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "value_amount_minor > 0", name="ck_collateral_valuations_value_positive"
        ),
        sa.CheckConstraint(
            "prior_liens_amount_minor >= 0",
            name="ck_collateral_valuations_prior_liens_not_negative",
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["underwriting.cases.case_id"], name="fk_collateral_valuations_case_id"
        ),
        sa.PrimaryKeyConstraint("valuation_id", name="pk_collateral_valuations"),
        schema=SCHEMA,
    )
    op.create_index(
        "ix_collateral_valuations_case_id",
        "collateral_valuations",
        ["case_id", "collateral_id", "recorded_at"],
        schema=SCHEMA,
    )
    grant_runtime(op, SCHEMA, "collateral_valuations", insert_only=True)
