"""How alembic finds the repayment schema, and the modules that declare its tables."""

from services.kit.alembic_runner import run
from services.repayment.ledger import tables as ledger_tables
from services.repayment.loans import tables as loan_tables
from services.repayment.positions import tables as position_tables
from services.repayment.receipts import proposal_tables, quote_tables
from services.repayment.receipts import tables as receipt_tables
from services.repayment.schema import RepaymentRow

run(
    RepaymentRow.metadata,
    *(ledger_tables, loan_tables, position_tables),
    *(receipt_tables, quote_tables, proposal_tables),
)
