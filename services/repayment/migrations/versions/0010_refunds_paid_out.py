"""Follow a refund to another account until its payout has ended."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

SCHEMA = "repayment"
BEFORE = ("proposed", "booked", "refused", "withdrawn")
SINCE = (*BEFORE, "paying", "paid", "returned")
CHECKS = {
    "paid_to_an_account": (
        "status NOT IN ('paying', 'paid', 'returned') OR payee_account_id IS NOT NULL"
    ),
    "paid_by_a_payout": "status <> 'paid' OR (payout_id IS NOT NULL AND paid_on IS NOT NULL)",
}


def upgrade() -> None:
    for column in (
        sa.Column("payout_id", sa.Uuid(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("return_code", sa.Text(), nullable=True),
    ):
        op.add_column("proposals", column, schema=SCHEMA)
    _know(SINCE)
    for name, condition in CHECKS.items():
        op.create_check_constraint(f"ck_proposals_{name}", "proposals", condition, schema=SCHEMA)


def downgrade() -> None:
    for name in CHECKS:
        op.drop_constraint(f"ck_proposals_{name}", "proposals", schema=SCHEMA)
    _know(BEFORE)
    for column in ("return_code", "paid_on", "payout_id"):
        op.drop_column("proposals", column, schema=SCHEMA)


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
