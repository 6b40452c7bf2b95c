"""Keep whose a fee is: what is collected for third parties is owed to them, and no income."""

import sqlalchemy as sa
from alembic import op

from services.kit import journal_ddl
from services.kit.errors import Title
from services.kit.postings import Account, AccountKind

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

SCHEMA = "repayment"
ACCOUNTS = (
    Account(
        "due_to_third_parties",
        AccountKind.LIABILITY,
        Title("Due to third parties: their fees", "代收代付款项"),
    ),
)
PAYEES = {
    "charged_payee": "payee IS NULL OR kind = 'charged'",
    "payee_known": "payee IN ('lender', 'third_party')",
}
WHOLE = "ck_loan_lines_steady_whole"
# A release that knows nothing of them would book the same fees once more when it is over.
NONE_OWED = f"""
    DO $$ BEGIN
        IF EXISTS (SELECT FROM {SCHEMA}.loan_lines WHERE steady[16] <> 0) THEN
            RAISE EXCEPTION 'the books owe third parties their fees: there is no way back';
        END IF;
    END $$
"""


def upgrade() -> None:
    journal_ddl.open_accounts(op, SCHEMA, ACCOUNTS)
    op.add_column("loan_transactions", sa.Column("payee", sa.Text()), schema=SCHEMA)
    for name, condition in PAYEES.items():
        op.create_check_constraint(
            f"ck_loan_transactions_{name}", "loan_transactions", condition, schema=SCHEMA
        )
    # A line kept until now is read as if its sixteenth number were nothing: none is rewritten.
    _whole("array_length(steady, 1) IN (15, 16)")


def downgrade() -> None:
    op.execute(NONE_OWED)
    op.execute(f"UPDATE {SCHEMA}.loan_lines SET steady = steady[1:15]")  # noqa: S608 - a name of ours
    _whole("array_length(steady, 1) = 15")
    for name in PAYEES:
        op.drop_constraint(f"ck_loan_transactions_{name}", "loan_transactions", schema=SCHEMA)
    op.drop_column("loan_transactions", "payee", schema=SCHEMA)


def _whole(condition: str) -> None:
    op.drop_constraint(WHOLE, "loan_lines", schema=SCHEMA)
    op.create_check_constraint(WHOLE, "loan_lines", condition, schema=SCHEMA)
