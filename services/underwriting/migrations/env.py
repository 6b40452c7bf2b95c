"""How alembic finds the underwriting schema, and the modules that declare its tables."""

from services.kit.alembic_runner import run
from services.underwriting.schema import UnderwritingRow

run(UnderwritingRow.metadata)
