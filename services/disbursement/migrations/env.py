"""How alembic finds the disbursement schema, and the modules that declare its tables."""

from services.disbursement.contracts import tables as contract_tables
from services.disbursement.schema import DisbursementRow
from services.kit.alembic_runner import run

run(DisbursementRow.metadata, contract_tables)
