"""Lay the tables of the kit: keys, outbox, inbox, audit, seals and the queue."""

from alembic import op

from services.kit.ledger_ddl import create_v1, drop_v1
from services.kit.migrations import grant_reading

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SCHEMA = "application"


def upgrade() -> None:
    create_v1(op, SCHEMA)
    grant_reading(op, SCHEMA, "alembic_version")


def downgrade() -> None:
    drop_v1(op, SCHEMA)
