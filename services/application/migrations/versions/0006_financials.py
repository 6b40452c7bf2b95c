"""Let an application say what the borrower earns, spends and owes."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SCHEMA = "application"
AMOUNTS = (
    "monthly_income_minor",
    "monthly_sales_minor",
    "monthly_costs_minor",
    "monthly_household_costs_minor",
    "existing_monthly_debt_service_minor",
    "existing_debt_minor",
)
LISTED = ", ".join(AMOUNTS)
CHECKS = {
    "ck_applications_means_not_negative": f"least({LISTED}) >= 0",
    "ck_applications_means_whole": (
        f"(num_nonnulls({LISTED}) > 0) = (financials_currency IS NOT NULL)"
    ),
    "ck_applications_years_in_trade_not_negative": "years_in_trade >= 0",
}


def upgrade() -> None:
    columns: list[sa.Column[Any]] = [
        *(sa.Column(name, sa.BigInteger(), nullable=True) for name in AMOUNTS),
        sa.Column("financials_currency", sa.Text(), nullable=True),
        sa.Column("years_in_trade", sa.Integer(), nullable=True),
    ]
    for column in columns:
        op.add_column("applications", column, schema=SCHEMA)
    for name, condition in CHECKS.items():
        op.create_check_constraint(name, "applications", condition, schema=SCHEMA)


def downgrade() -> None:
    for name in CHECKS:
        op.drop_constraint(name, "applications", schema=SCHEMA)
    for name in (*AMOUNTS, "financials_currency", "years_in_trade"):
        op.drop_column("applications", name, schema=SCHEMA)
