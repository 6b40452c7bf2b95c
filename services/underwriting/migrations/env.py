"""How alembic finds the underwriting schema: every module with tables is imported here."""

from services.kit.alembic_runner import run
from services.underwriting.schema import UnderwritingRow

run(UnderwritingRow.metadata)
