"""Names, forms and limits of what is told."""

from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from services.kit.schemas import TypeId

SEQUENCE_MAX: Final = 1_000_000_000
SIGNERS_MAX: Final = 20
MISSING_MAX: Final = 60
TRANCHES_MAX: Final = 100

ApplicationId = Annotated[UUID, TypeId("app")]
ContractId = Annotated[UUID, TypeId("ctr")]
PayoutId = Annotated[UUID, TypeId("pay")]
LoanId = Annotated[UUID, TypeId("loan")]
PartyId = Annotated[UUID, TypeId("party")]
Sequence = Annotated[int, Field(ge=1, le=SEQUENCE_MAX)]
After = Annotated[
    int,
    Field(ge=0, le=SEQUENCE_MAX, description="the number of the message sent before it; 0 if none"),
]
Code = Annotated[
    str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$", max_length=64, examples=["account_closed"])
]
MissingCode = Annotated[
    str,
    Field(
        pattern=r"^[a-z][a-z0-9_]{0,63}(:[a-z][a-z0-9_]{0,63})?$",
        max_length=129,
        examples=["condition:settlement_account"],
    ),
]
ContractNumber = Annotated[
    str, Field(pattern=r"^[A-Z0-9-]{1,64}$", max_length=64, examples=["XW20261127-0001AB"])
]
