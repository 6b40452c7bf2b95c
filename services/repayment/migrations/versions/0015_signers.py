"""Keep who signed the contract of a loan: whoever answers for it does not work on it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

SCHEMA = "repayment"


def upgrade() -> None:
    signers = sa.Column(
        "signers", postgresql.JSONB(), server_default=sa.text("'[]'::jsonb"), nullable=False
    )
    op.add_column("loans", signers, schema=SCHEMA)
    # The payout tells who signed, and the payout after one that came back tells it again.
    op.execute(f"GRANT UPDATE (signers) ON {SCHEMA}.loans TO {SCHEMA}")


def downgrade() -> None:
    op.drop_column("loans", "signers", schema=SCHEMA)
