"""Keep how each loan stands: shards, narrow positions, the lines to come; the rest of the chart."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from services.kit import journal_ddl
from services.kit.errors import Title
from services.kit.migrations import grant_runtime
from services.kit.postings import Account, AccountKind

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SCHEMA = "repayment"
SHARDS = 64
STEADY = 15
PARTICULARS = {
    "waived_component": "(kind = 'waived') = (component IS NOT NULL)",
    "component_known": ("component IN ('fee', 'penalty', 'compound', 'interest', 'principal')"),
    "prepaid_mode": "(kind = 'prepaid') = (mode IS NOT NULL)",
    "mode_known": "mode IN ('reduce_instalment', 'reduce_term')",
}
ACCOUNTS = (
    Account("interest_receivable", AccountKind.ASSET, Title("Interest receivable", "应收利息")),
    Account("penalty_receivable", AccountKind.ASSET, Title("Penalty receivable", "应收罚息")),
    Account("compound_receivable", AccountKind.ASSET, Title("Compound receivable", "应收复利")),
    Account(
        "collections_clearing",
        AccountKind.ASSET,
        Title("Collections clearing: what borrowers paid", "还款清算"),
    ),
    Account(
        "suspense", AccountKind.LIABILITY, Title("Borrowers' money in suspense", "暂收借款人款项")
    ),
    Account("interest_income", AccountKind.INCOME, Title("Interest income", "利息收入")),
    Account("penalty_income", AccountKind.INCOME, Title("Penalty income", "罚息收入")),
    Account("compound_income", AccountKind.INCOME, Title("Compound income", "复利收入")),
    Account("concessions", AccountKind.EXPENSE, Title("Concessions to borrowers", "减免支出")),
    Account(
        "off_balance_interest", AccountKind.ASSET, Title("Off balance: interest", "表外应收利息")
    ),
    Account(
        "off_balance_penalty", AccountKind.ASSET, Title("Off balance: penalty", "表外应收罚息")
    ),
    Account(
        "off_balance_compound", AccountKind.ASSET, Title("Off balance: compound", "表外应收复利")
    ),
    Account(
        "off_balance_contra", AccountKind.LIABILITY, Title("Off balance: contra", "表外对应科目")
    ),
)


def upgrade() -> None:
    journal_ddl.open_accounts(op, SCHEMA, ACCOUNTS)
    _particulars()
    _shards()
    _books()
    _partitioned("positions", _position_columns(), key=("shard", "loan_id"))
    _partitioned("loan_lines", _line_columns(), key=("shard", "loan_id", "from_day"))
    op.create_index("ix_positions_refold_on", "positions", ["refold_on"], schema=SCHEMA)
    for table in ("positions", "loan_lines"):
        grant_runtime(op, SCHEMA, table, deletable=True)


def downgrade() -> None:
    for constraint in PARTICULARS:
        op.drop_constraint(f"ck_loan_transactions_{constraint}", "loan_transactions", schema=SCHEMA)
    for column in ("component", "mode"):
        op.drop_column("loan_transactions", column, schema=SCHEMA)
    for table in ("loan_lines", "positions", "books", "shard_closings", "shards"):
        op.drop_table(table, schema=SCHEMA)


def _particulars() -> None:
    for column in ("component", "mode"):
        op.add_column("loan_transactions", sa.Column(column, sa.Text()), schema=SCHEMA)
    for constraint, condition in PARTICULARS.items():
        op.create_check_constraint(
            f"ck_loan_transactions_{constraint}", "loan_transactions", condition, schema=SCHEMA
        )


def _shards() -> None:
    op.create_table(
        "shards",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("accrued_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("shard", name="pk_shards"),
        schema=SCHEMA,
    )
    op.execute(f"INSERT INTO {SCHEMA}.shards (shard) SELECT generate_series(0, {SHARDS - 1})")
    op.execute(f"GRANT SELECT, UPDATE ON {SCHEMA}.shards TO {SCHEMA}")
    op.create_table(
        "shard_closings",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("opening", sa.Date(), nullable=False),
        sa.Column("crossed", sa.Integer(), nullable=False),
        sa.Column(
            "closed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("shard", "opening", name="pk_shard_closings"),
        schema=SCHEMA,
    )
    grant_runtime(op, SCHEMA, "shard_closings", insert_only=True)


def _books() -> None:
    op.create_table(
        "books",
        sa.Column("book", sa.SmallInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("product_code", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("book", name="pk_books"),
        schema=SCHEMA,
    )
    op.create_index(
        "uq_books_product_code_currency",
        "books",
        ["product_code", "currency"],
        unique=True,
        schema=SCHEMA,
    )
    grant_runtime(op, SCHEMA, "books", insert_only=True)


def _partitioned(table: str, columns: list[sa.schema.SchemaItem], key: tuple[str, ...]) -> None:
    op.create_table(
        table,
        *columns,
        sa.PrimaryKeyConstraint(*key, name=f"pk_{table}"),
        schema=SCHEMA,
        postgresql_partition_by="LIST (shard)",
    )
    for shard in range(SHARDS):
        # Room for a night's updates beside the rows they replace, without touching an index.
        op.execute(
            f"CREATE TABLE {SCHEMA}.{table}_{shard:02} PARTITION OF {SCHEMA}.{table}"
            f" FOR VALUES IN ({shard}) WITH (fillfactor = 85)"
        )
        # A close names its shard's partitions themselves.
        op.execute(f"GRANT SELECT, UPDATE ON {SCHEMA}.{table}_{shard:02} TO {SCHEMA}")


def _position_columns() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("loan_id", sa.Uuid(), nullable=False),
        sa.Column("book", sa.SmallInteger(), nullable=False),
        sa.Column("day_kind", sa.SmallInteger(), nullable=False),
        *_growth_columns(),
        sa.Column("refold_on", sa.Date(), nullable=False),
    ]


def _line_columns() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("loan_id", sa.Uuid(), nullable=False),
        *_growth_columns(),
        sa.Column("steady", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.CheckConstraint(
            f"array_length(steady, 1) = {STEADY}", name="ck_loan_lines_steady_whole"
        ),
    ]


def _growth_columns() -> list[sa.schema.SchemaItem]:
    growing = [
        sa.Column(f"{part}_{name}", sa.BigInteger(), nullable=False)
        for part in ("i", "p", "c")
        for name in ("den", "base", "carry", "slope")
    ]
    return [
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("from_idx", sa.Integer(), nullable=False),
        sa.Column("is_accruing", sa.Boolean(), nullable=False),
        *growing,
        sa.Column("delinquent_since", sa.Date(), nullable=False),
        sa.Column("next_change_on", sa.Date(), nullable=False),
    ]
