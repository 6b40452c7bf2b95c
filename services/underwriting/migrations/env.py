"""How alembic finds the underwriting schema, and the modules that declare its tables."""

from services.kit.alembic_runner import run
from services.underwriting.bureau import tables as bureau_tables
from services.underwriting.cases import tables as case_tables
from services.underwriting.decisions import tables as decision_tables
from services.underwriting.exposure import tables as exposure_tables
from services.underwriting.schema import UnderwritingRow
from services.underwriting.valuations import tables as valuation_tables
from services.underwriting.watchlist import tables as watchlist_tables

run(
    UnderwritingRow.metadata,
    bureau_tables,
    case_tables,
    decision_tables,
    exposure_tables,
    valuation_tables,
    watchlist_tables,
)
