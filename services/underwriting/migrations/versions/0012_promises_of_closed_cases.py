"""Give back what is still held for closed cases, to which money that went back was promised."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        UPDATE underwriting.exposure_reservations held
        SET status = 'released', released_at = clock_timestamp()
        FROM underwriting.cases closed
        WHERE closed.case_id = held.case_id
            AND closed.status = 'closed' AND held.status = 'reserved'
        """
    )


def downgrade() -> None:
    """Leave it given back: nobody can use it, and which rows they were is not kept."""
