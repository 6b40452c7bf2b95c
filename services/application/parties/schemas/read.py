"""What readers of parties get; how much of it is masked depends on who reads."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.application.domain.customers import CustomerType
from services.application.domain.parties import ConsentPurpose
from services.application.parties.domain.consents import Channel, ConsentStatus
from services.application.parties.domain.party import MaritalStatus, Premises
from services.kit.schemas import DateRead, InstantRead, MoneyRead, Page, ReadSchema, TypeId

MASKED_MOBILE = r"^[0-9]{3}\*{4}[0-9]{4}$"
LAST_FOUR = r"^[0-9]{4}$"


class _PartyRead(ReadSchema):
    id: Annotated[UUID, TypeId("party")]
    customer_type: CustomerType
    name: str
    mobile: str = Field(pattern=MASKED_MOBILE, examples=["138****8000"])
    address: str
    warnings: list[str] = Field(description="what a reviewer should look into")
    is_identity_fixed: bool = Field(description="an application was submitted: who it is stands")
    version: int
    created_at: InstantRead
    updated_at: InstantRead


class PersonRead(_PartyRead):
    """A person: identity number, mobile and card are masked for everybody."""

    kind: Literal["person"]
    identity_number: str = Field(examples=["110101********0003"])
    identity_valid_to: DateRead | None
    marital_status: MaritalStatus | None
    bank_card_last4: Annotated[str, Field(pattern=LAST_FOUR)] | None


class BusinessRead(_PartyRead):
    """A business: its name and credit code are in the public register, so they are whole."""

    kind: Literal["business"]
    credit_code: str
    legal_representative_id: Annotated[UUID, TypeId("party")]
    established_on: DateRead
    licence_valid_to: DateRead | None
    industry_code: str
    employees: int
    premises: Premises
    monthly_sales: MoneyRead | None
    bank_account_last4: Annotated[str, Field(pattern=LAST_FOUR)] | None


PartyRead = Annotated[PersonRead | BusinessRead, Field(discriminator="kind")]


class PartyPage(Page[PartyRead]):
    """A page of people and businesses; a union has no name of its own to call it by."""


class ConsentRead(ReadSchema):
    """One consent."""

    id: Annotated[UUID, TypeId("cons")]
    purpose: ConsentPurpose
    text_version: str
    text_hash: str
    channel: Channel
    status: ConsentStatus
    is_current: bool = Field(description="it stands, for the text now in force")
    given_at: InstantRead
    revoked_at: InstantRead | None = Field(
        description="when it was withdrawn, or ended with a refusal as its text says"
    )


class TextRead(ReadSchema):
    """A text in the two languages we answer in."""

    en: str
    zh: str


class ConsentTextRead(ReadSchema):
    """The text in force for one purpose."""

    purpose: ConsentPurpose
    version: str
    title: TextRead
    body: TextRead
    hash: str = Field(
        pattern=r"^[0-9a-f]{64}$",
        description="sha256 over purpose, version, Chinese and English text, joined by line feeds",
    )


class ConsentTextList(ReadSchema):
    """One text for each purpose."""

    data: list[ConsentTextRead]
