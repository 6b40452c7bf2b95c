"""What readers of contracts get."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.disbursement.contracts.domain.happenings import EndedBy, Happening
from services.disbursement.contracts.domain.signers import SignerRole
from services.disbursement.contracts.schemas.parts import (
    CODES_MAX,
    CONDITIONS_MAX,
    SIGNERS_MAX,
    WORDS_LENGTH_MAX,
    ApplicationId,
    ContractId,
    PartnerId,
    PartyId,
)
from services.disbursement.domain.statuses import ContractStatus
from services.kit.schemas import DateRead, InstantRead, MoneyRead, RateRead, ReadSchema, TypeId

HAPPENINGS_MAX = 10_000
DIGEST = r"^[0-9a-f]{64}$"

Words = Annotated[str, Field(max_length=WORDS_LENGTH_MAX)]
Digest = Annotated[str, Field(pattern=DIGEST)]


class ContractTaken(ReadSchema):
    """What the application service is answered."""

    contract_id: ContractId
    status: ContractStatus
    version: int


class ContractCostRead(ReadSchema):
    """What the loan costs a year in per cent, everything the borrower surely pays included."""

    simple: str = Field(pattern=r"^[0-9]+\.[0-9]{2}$", examples=["12.95"])
    compound: str = Field(pattern=r"^[0-9]+\.[0-9]{2}$", examples=["13.75"])
    basis: Annotated[str, Field(max_length=64)]


class ContractConditionRead(ReadSchema):
    """What was decided must be so before the money goes out."""

    code: Annotated[str, Field(max_length=64)]
    en: Words
    zh: Words


class ContractSignerRead(ReadSchema):
    """Somebody who must sign; named by the party's id alone."""

    number: int = Field(ge=1, le=SIGNERS_MAX, description="what a signature names its signer by")
    party_id: PartyId
    role: SignerRole
    is_yours: bool = Field(description="whether it is for you to sign")
    signature_id: Annotated[UUID, TypeId("sig")] | None
    signed_at: InstantRead | None


class ContractRead(ReadSchema):
    """One contract; it names people by id alone, the document names them in full."""

    id: ContractId
    number: str = Field(pattern=r"^XW[0-9]{8}-[0-9A-Z]{8}$")
    application_id: ApplicationId
    party_id: PartyId
    partner_id: PartnerId | None
    status: ContractStatus = Field(description="an open list: new states may appear")
    version: int = Field(ge=1, description="what the ETag says, without its quotes")
    product_code: str
    product_version: int
    product_type: str
    purpose_code: str
    amount: MoneyRead
    term_months: int = Field(ge=1)
    annual_rate: RateRead
    method: str
    instalment: MoneyRead = Field(description="principal and interest of the first instalment")
    annual_cost: ContractCostRead
    conditions: list[ContractConditionRead] = Field(max_length=CONDITIONS_MAX)
    planned_on: DateRead = Field(description="the day of payment the schedule was drawn for")
    document_sha256: Digest = Field(description="the digest of all that the contract says")
    engine_version: str
    template_version: str
    signers: list[ContractSignerRead] = Field(max_length=SIGNERS_MAX)
    ended_by: EndedBy | None
    reason_code: Annotated[str, Field(max_length=CODES_MAX * 2)] | None
    created_at: InstantRead
    updated_at: InstantRead


class ContractHappeningRead(ReadSchema):
    """One entry of a contract's history."""

    number: int = Field(ge=1)
    kind: Happening
    from_status: ContractStatus | None
    to_status: ContractStatus | None
    reason_code: str | None
    refers_to: str | None = Field(description="the identifier of what it is about")
    occurred_at: InstantRead


class ContractTimeline(ReadSchema):
    """Everything that happened to a contract and its payouts, oldest first."""

    data: list[ContractHappeningRead] = Field(max_length=HAPPENINGS_MAX)
