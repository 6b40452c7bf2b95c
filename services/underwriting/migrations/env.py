"""How alembic finds the underwriting schema, and the modules that declare its tables."""

from services.kit.alembic_runner import run
from services.underwriting.cases import tables as case_tables
from services.underwriting.decisions import tables as decision_tables
from services.underwriting.schema import UnderwritingRow

run(UnderwritingRow.metadata, case_tables, decision_tables)
