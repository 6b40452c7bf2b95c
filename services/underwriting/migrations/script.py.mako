"""${message}."""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
from services.kit.migrations import grant_runtime

revision = "${up_revision}"
down_revision = "${down_revision}"
branch_labels = None
depends_on = None

SCHEMA = "underwriting"


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
