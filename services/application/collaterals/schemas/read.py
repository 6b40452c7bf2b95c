"""What readers of property get; how much of it is masked depends on who reads."""

from typing import Annotated

from pydantic import Field

from services.application.collaterals.domain.collateral import COLLATERALS_MAX
from services.application.collaterals.schemas.parts import (
    OWNER_NAME_LENGTH_MAX,
    PLACE_LENGTH_MAX,
    TITLE_NUMBER_LENGTH_MAX,
    ApplicationId,
    CollateralId,
)
from services.application.domain.collaterals import CollateralKind, PropertyOwner
from services.kit.schemas import InstantRead, MoneyRead, ReadSchema


class CollateralRead(ReadSchema):
    """One property; name, title number and place are whole for the applicant and the staff who
    work the case, masked for others."""

    id: CollateralId
    application_id: ApplicationId
    kind: CollateralKind
    owner: PropertyOwner
    owner_name: Annotated[str, Field(max_length=OWNER_NAME_LENGTH_MAX)]
    title_number: Annotated[str, Field(max_length=TITLE_NUMBER_LENGTH_MAX + 4)]
    place: Annotated[str, Field(max_length=PLACE_LENGTH_MAX + 4)]
    declared_value: MoneyRead
    prior_liens: MoneyRead
    also_offered_in: list[ApplicationId] | None = Field(
        description="a warning for staff: other applications under way that offer the same "
        "property; null for everybody else"
    )
    version: Annotated[int, Field(ge=1, description="what the ETag says, without its quotes")]
    created_at: InstantRead
    updated_at: InstantRead


class CollateralList(ReadSchema):
    """The property one application offers; one, for now."""

    data: list[CollateralRead] = Field(max_length=COLLATERALS_MAX)
