"""Count attempts to deliver before they are made, and keep what was given up for a person."""

from alembic import op

from services.kit.ledger_ddl import create_v2, drop_v2

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SCHEMA = "underwriting"


def upgrade() -> None:
    create_v2(op, SCHEMA)


def downgrade() -> None:
    drop_v2(op, SCHEMA)
