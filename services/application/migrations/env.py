"""How alembic finds the application schema, and the modules that declare its tables."""

from services.application.assessment import tables as assessment_tables
from services.application.catalogue import tables as catalogue_tables
from services.application.collaterals import tables as collateral_tables
from services.application.fulfilment import tables as fulfilment_tables
from services.application.groups import tables as group_tables
from services.application.intake import tables as intake_tables
from services.application.offers import tables as offer_tables
from services.application.parties import tables as party_tables
from services.application.schema import ApplicationRow
from services.kit.alembic_runner import run

run(
    ApplicationRow.metadata,
    catalogue_tables,
    party_tables,
    intake_tables,
    assessment_tables,
    offer_tables,
    fulfilment_tables,
    collateral_tables,
    group_tables,
)
