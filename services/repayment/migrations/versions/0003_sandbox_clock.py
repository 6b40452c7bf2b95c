"""Keep where the test clock of a sandbox stands; outside sandbox mode nobody looks there."""

from alembic import op

from services.kit.ledger_ddl import create_v3, drop_v3

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SCHEMA = "repayment"


def upgrade() -> None:
    create_v3(op, SCHEMA)


def downgrade() -> None:
    drop_v3(op, SCHEMA)
