"""What readers of cases get."""

from typing import Annotated
from uuid import UUID

from services.kit.schemas import ReadSchema, TypeId
from services.underwriting.cases.domain.statuses import CaseStatus


class CaseTaken(ReadSchema):
    """What the application service is answered; both null when no case was ever opened."""

    case_id: Annotated[UUID, TypeId("case")] | None
    status: CaseStatus | None
