"""What written and read schemas of property have in common: names, forms and limits."""

from typing import Annotated, Final
from uuid import UUID

from services.kit.schemas import TypeId

OWNER_NAME_LENGTH_MAX: Final = 128
TITLE_NUMBER_LENGTH_MAX: Final = 100
PLACE_LENGTH_MAX: Final = 200

ApplicationId = Annotated[UUID, TypeId("app")]
CollateralId = Annotated[UUID, TypeId("col")]
