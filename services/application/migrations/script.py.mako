"""${message}."""

from alembic import op
import sqlalchemy as sa
${imports if imports else ""}
from services.kit.migrations import grant_runtime

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None

SCHEMA = "application"


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
