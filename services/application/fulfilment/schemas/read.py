"""What the neighbours are answered."""

from pydantic import Field

from services.application.domain.statuses import ApplicationStatus
from services.application.fulfilment.schemas.parts import ApplicationId
from services.kit.schemas import ReadSchema


class FulfilmentTaken(ReadSchema):
    """Where the application stands, after this message or an earlier copy of it."""

    application_id: ApplicationId
    status: ApplicationStatus
    version: int = Field(ge=1)
