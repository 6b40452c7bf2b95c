"""What written and read schemas of groups have in common: names, forms and limits."""

from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from services.kit.schemas import ShortText, TypeId

REASON_LENGTH_MAX: Final = 500
NAME_LENGTH_MAX: Final = 128

GroupId = Annotated[UUID, TypeId("grp")]
PartyId = Annotated[UUID, TypeId("party")]
Reason = Annotated[str, ShortText(REASON_LENGTH_MAX)]
TextVersion = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[a-z]$", examples=["2026-11-a"])]
TextHash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
