"""How alembic finds the disbursement schema, and the modules that declare its tables."""

from services.disbursement.cash import tables as cash_tables
from services.disbursement.conditions import tables as condition_tables
from services.disbursement.contracts import tables as contract_tables
from services.disbursement.payees import tables as payee_tables
from services.disbursement.payouts import tables as payout_tables
from services.disbursement.schema import DisbursementRow
from services.kit.alembic_runner import run

run(
    DisbursementRow.metadata,
    cash_tables,
    condition_tables,
    contract_tables,
    payee_tables,
    payout_tables,
)
