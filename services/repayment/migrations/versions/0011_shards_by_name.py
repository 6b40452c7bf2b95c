"""Let whoever moves a loan name its shard's partitions, and share a shard in one statement."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

SCHEMA = "repayment"
SHARDS = 64
# Each statement of a function sees what was committed until it began: the opening is that of the
# moment the lock was had.
SHARE = """
    CREATE FUNCTION {schema}.share_shard(locks integer, wanted smallint, today date) RETURNS date
    LANGUAGE plpgsql VOLATILE AS $$
    DECLARE
        opening date;
    BEGIN
        PERFORM pg_advisory_xact_lock_shared(locks, wanted);
        LOOP
            SELECT accrued_to INTO opening FROM {schema}.shards WHERE shard = wanted;
            EXIT WHEN opening IS NOT NULL;
            UPDATE {schema}.shards SET accrued_to = today
                WHERE shard = wanted AND accrued_to IS NULL;
        END LOOP;
        RETURN opening;
    END $$
"""


def upgrade() -> None:
    for table in ("positions", "loan_lines"):
        for shard in range(SHARDS):
            op.execute(f"GRANT INSERT, DELETE ON {SCHEMA}.{table}_{shard:02} TO {SCHEMA}")
    op.execute(SHARE.format(schema=SCHEMA))


def downgrade() -> None:
    op.execute(f"DROP FUNCTION {SCHEMA}.share_shard(integer, smallint, date)")
    for table in ("positions", "loan_lines"):
        for shard in range(SHARDS):
            op.execute(f"REVOKE INSERT, DELETE ON {SCHEMA}.{table}_{shard:02} FROM {SCHEMA}")
