"""Mark which field keys this schema was written with, so that a process begins with no others."""

from alembic import op

from services.kit.ledger_ddl import create_v4, drop_v4

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

SCHEMA = "application"


def upgrade() -> None:
    create_v4(op, SCHEMA)


def downgrade() -> None:
    drop_v4(op, SCHEMA)
