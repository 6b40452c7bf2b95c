"""What written and read schemas of intake have in common: names, forms and limits."""

from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from services.kit.schemas import ShortText, TypeId

REASON_LENGTH_MAX: Final = 500
NOTE_LENGTH_MAX: Final = 500
SUPPLEMENT_ITEMS_MAX: Final = 30
TERM_MONTHS_MAX: Final = 600
TEXT_LENGTH_MAX: Final = 2_000
MATERIAL_SIZE_MAX_BYTES: Final = 10 * 1024 * 1024
MATERIALS_MAX: Final = 200
MISSING_MAX: Final = 300
PATH_LENGTH_MAX: Final = 300

ApplicationId = Annotated[UUID, TypeId("app")]
PartyId = Annotated[UUID, TypeId("party")]
PartnerId = Annotated[UUID, TypeId("partner")]
ProductVersionId = Annotated[UUID, TypeId("prv")]
ContractId = Annotated[UUID, TypeId("ctr")]
LoanId = Annotated[UUID, TypeId("loan")]
GroupId = Annotated[UUID, TypeId("grp")]
UploadId = Annotated[UUID, TypeId("mat")]
ProductCode = Annotated[
    str, Field(pattern=r"^[A-Z][A-Z0-9_]{2,39}$", examples=["SOLE_TRADER_CREDIT"])
]
ITEM_CODE: Final = r"^[a-z][a-z0-9_]{1,39}$"
ItemCode = Annotated[str, Field(pattern=ITEM_CODE, examples=["business_licence"])]
TermMonths = Annotated[int, Field(ge=1, le=TERM_MONTHS_MAX, examples=[12])]
Reason = Annotated[str, ShortText(REASON_LENGTH_MAX)]
Note = Annotated[str, ShortText(NOTE_LENGTH_MAX)]
ExternalReference = Annotated[
    str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}$", examples=["ORDER-2026-0042"])
]
Version = Annotated[int, Field(ge=1, description="what the ETag says, without its quotes")]
Text = Annotated[str, Field(max_length=TEXT_LENGTH_MAX)]
