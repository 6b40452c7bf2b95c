"""How alembic finds the repayment schema: every module with tables is imported here."""

from services.kit.alembic_runner import run
from services.repayment.schema import RepaymentRow

run(RepaymentRow.metadata)
