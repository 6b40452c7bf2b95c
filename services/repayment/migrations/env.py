"""How alembic finds the repayment schema, and the modules that declare its tables."""

from services.kit.alembic_runner import run
from services.repayment.schema import RepaymentRow

run(RepaymentRow.metadata)
