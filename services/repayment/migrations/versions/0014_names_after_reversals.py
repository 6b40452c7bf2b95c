"""Let a transfer that was booked wrongly and taken back be booked rightly under its name."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

SCHEMA = "repayment"
NAMES = "receipt_names"
INDEX = "uq_receipt_names_repayment"
BEFORE = ["channel", "external_reference"]
SINCE = [*BEFORE, "loan_id", "repayment_id"]


def upgrade() -> None:
    op.add_column(
        NAMES,
        sa.Column("generation", sa.Integer(), server_default=sa.text("0"), nullable=False),
        schema=SCHEMA,
    )
    op.create_index(INDEX, NAMES, SINCE, unique=True, schema=SCHEMA)
    _key([*BEFORE, "generation"], SINCE)


def downgrade() -> None:
    _key(BEFORE, BEFORE)
    op.drop_index(INDEX, NAMES, schema=SCHEMA)
    op.drop_column(NAMES, "generation", schema=SCHEMA)


def _key(names: list[str], referred: list[str]) -> None:
    """Key names by these columns, and let repayments refer to those."""
    op.drop_constraint("fk_repayments_channel", "repayments", schema=SCHEMA)
    op.drop_constraint("pk_receipt_names", NAMES, schema=SCHEMA)
    op.create_primary_key("pk_receipt_names", NAMES, names, schema=SCHEMA)
    op.create_foreign_key(
        "fk_repayments_channel",
        "repayments",
        NAMES,
        referred,
        referred,
        source_schema=SCHEMA,
        referent_schema=SCHEMA,
    )
