"""What told and read schemas of loans have in common: names, forms and limits."""

from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from services.kit.schemas import ShortText, TypeId
from services.loan_engine.terms import INSTALMENTS_MAX

SEQUENCE_MAX: Final = 1_000_000_000
ROWS_MAX: Final = INSTALMENTS_MAX
ENTRIES_MAX: Final = 10_000  # rows, charges and prepayments of one loan
DAYS_MAX: Final = 400_000
VERSIONS_MAX: Final = 1_000_000
SIGNERS_MAX: Final = 40  # the owners of twenty who sign, and whoever signed for them

LoanId = Annotated[UUID, TypeId("loan")]
ContractId = Annotated[UUID, TypeId("ctr")]
PayoutId = Annotated[UUID, TypeId("pay")]
ApplicationId = Annotated[UUID, TypeId("app")]
PartyId = Annotated[UUID, TypeId("party")]
PartnerId = Annotated[UUID, TypeId("partner")]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$", examples=["account_closed"])]
ProductCode = Annotated[
    str, Field(pattern=r"^[A-Z][A-Z0-9_]{0,63}$", examples=["SOLE_TRADER_CREDIT"])
]
ContractNumber = Annotated[str, ShortText(64)]
Subject = Annotated[str, ShortText(255)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
EngineVersion = Annotated[str, Field(pattern=r"^[0-9]{1,4}\.[0-9]{1,4}$", examples=["1.0"])]
Multiple = Annotated[
    str,
    Field(
        pattern=r"^[1-9](\.[0-9]{1,4})?$",
        description="how many times the rate overdue principal bears",
        examples=["1.5"],
    ),
]
