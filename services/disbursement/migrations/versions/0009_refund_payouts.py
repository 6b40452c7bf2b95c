"""Pay refunds out: a payout says what it is for, and a refund has one."""

import sqlalchemy as sa
from alembic import op

from services.kit import journal_ddl
from services.kit.errors import Title
from services.kit.postings import Account, AccountKind

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

SCHEMA = "disbursement"
LIVE = "status NOT IN ('failed', 'cancelled', 'returned')"
CHECKS = {
    "kind_known": "kind IN ('loan', 'refund')",
    "refund_named": "(kind = 'refund') = (refund_id IS NOT NULL)",
}
ADDED = (Account("refunded", AccountKind.ASSET, Title("Handed over to refunds", "已付退款")),)


def upgrade() -> None:
    op.add_column(
        "payouts",
        sa.Column("kind", sa.Text(), server_default=sa.text("'loan'"), nullable=False),
        schema=SCHEMA,
    )
    op.add_column("payouts", sa.Column("refund_id", sa.Uuid(), nullable=True), schema=SCHEMA)
    for name, condition in CHECKS.items():
        op.create_check_constraint(f"ck_payouts_{name}", "payouts", condition, schema=SCHEMA)
    op.create_unique_constraint("uq_payouts_refund_id", "payouts", ["refund_id"], schema=SCHEMA)
    _one_live(f"kind = 'loan' AND {LIVE}")
    journal_ddl.open_accounts(op, SCHEMA, ADDED)


def downgrade() -> None:
    # The account stays in the chart, for lines may be booked on it.
    _one_live(LIVE)
    op.drop_constraint("uq_payouts_refund_id", "payouts", schema=SCHEMA)
    for name in CHECKS:
        op.drop_constraint(f"ck_payouts_{name}", "payouts", schema=SCHEMA)
    op.drop_column("payouts", "refund_id", schema=SCHEMA)
    op.drop_column("payouts", "kind", schema=SCHEMA)


def _one_live(condition: str) -> None:
    """One payout of a tranche that is not over, of those under `condition`."""
    op.drop_index("uq_payouts_live", "payouts", schema=SCHEMA)
    op.create_index(
        "uq_payouts_live",
        "payouts",
        ["application_id", "tranche"],
        unique=True,
        schema=SCHEMA,
        postgresql_where=sa.text(condition),
    )
