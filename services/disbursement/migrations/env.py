"""How alembic finds the disbursement schema: every module with tables is imported here."""

from services.disbursement.schema import DisbursementRow
from services.kit.alembic_runner import run

run(DisbursementRow.metadata)
