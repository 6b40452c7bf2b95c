"""The pieces the schemas of contracts share."""

from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from services.kit.schemas import ShortText, TypeId

CODES_MAX: Final = 50
SIGNERS_MAX: Final = 20
FEES_MAX: Final = 20
CONDITIONS_MAX: Final = 30
DECIDERS_MAX: Final = 10
VERSION_MAX: Final = 1_000_000
SEQUENCE_MAX: Final = 1_000_000_000
WORDS_LENGTH_MAX: Final = 2_000

ContractId = Annotated[UUID, TypeId("ctr")]
ApplicationId = Annotated[UUID, TypeId("app")]
PartyId = Annotated[UUID, TypeId("party")]
PartnerId = Annotated[UUID, TypeId("partner")]

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
ProductCode = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]{0,63}$")]
Subject = Annotated[str, Field(min_length=1, max_length=255)]
Words = Annotated[str, ShortText(WORDS_LENGTH_MAX)]
FullName = Annotated[str, ShortText(200)]
Address = Annotated[str, ShortText(500)]
Mobile = Annotated[str, Field(min_length=1, max_length=32)]
IdentityNumber = Annotated[str, Field(min_length=1, max_length=32)]
Months = Annotated[int, Field(ge=1, le=600)]
Number = Annotated[int, Field(ge=1, le=VERSION_MAX)]
