"""Let a second person refuse a refund or a waiver, and who proposed it take it back."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

SCHEMA = "repayment"
BEFORE = ("proposed", "booked")
SINCE = (*BEFORE, "refused", "withdrawn")
SAID = "status <> 'refused' OR (decided_by IS NOT NULL AND refusal_code IS NOT NULL)"
REASONS = "'not_justified', 'wrong_amount', 'wrong_account', 'proposed_twice'"


def upgrade() -> None:
    op.add_column("proposals", sa.Column("refusal_code", sa.Text(), nullable=True), schema=SCHEMA)
    _know(SINCE)
    for name, condition in (("said", SAID), ("known", f"refusal_code IN ({REASONS})")):
        op.create_check_constraint(
            f"ck_proposals_refusal_{name}", "proposals", condition, schema=SCHEMA
        )


def downgrade() -> None:
    for name in ("said", "known"):
        op.drop_constraint(f"ck_proposals_refusal_{name}", "proposals", schema=SCHEMA)
    _know(BEFORE)
    op.drop_column("proposals", "refusal_code", schema=SCHEMA)


def _know(statuses: tuple[str, ...]) -> None:
    """Let only these statuses into the columns that hold one."""
    known = ", ".join(f"'{status}'" for status in statuses)
    for table, column in (
        ("proposals", "status"),
        ("proposal_happenings", "from_status"),
        ("proposal_happenings", "to_status"),
    ):
        name = f"ck_{table}_{column}_known"
        op.drop_constraint(name, table, schema=SCHEMA)
        op.create_check_constraint(name, table, f"{column} IN ({known})", schema=SCHEMA)
