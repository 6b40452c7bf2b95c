"""The answer to a neighbour that told something."""

from services.application.fulfilment.schemas.read import FulfilmentTaken
from services.application.intake.entry import Standing


def taken(standing: Standing) -> FulfilmentTaken:
    """Where the application stands."""
    return FulfilmentTaken(
        application_id=standing.application_id, status=standing.status, version=standing.version
    )
