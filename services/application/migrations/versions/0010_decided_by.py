"""Keep who took a decision: whoever pays out must not be the one who approved."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

SCHEMA = "application"


def upgrade() -> None:
    # Nobody was named before: an empty list, as in a message that names nobody.
    column = sa.Column(
        "decided_by", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False
    )
    op.add_column("decisions", column, schema=SCHEMA)


def downgrade() -> None:
    op.drop_column("decisions", "decided_by", schema=SCHEMA)
