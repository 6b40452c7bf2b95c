"""Bound the amount up to which a product takes the fast track, like every other amount."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

SCHEMA = "application"
CHECKS = {
    "ck_product_versions_fast_track_whole": (
        "(fast_track_amount_max_minor IS NULL) = (fast_track_customer_types IS NULL)"
    ),
    "ck_product_versions_fast_track_amount_positive": "fast_track_amount_max_minor > 0",
}


def upgrade() -> None:
    for name, condition in CHECKS.items():
        op.create_check_constraint(name, "product_versions", condition, schema=SCHEMA)


def downgrade() -> None:
    for name in CHECKS:
        op.drop_constraint(name, "product_versions", schema=SCHEMA)
