"""What owners of parties send."""

from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import Field

from services.application.domain.customers import CustomerType
from services.application.domain.parties import ConsentPurpose
from services.application.parties.domain.consents import Channel, ConsentGiven
from services.application.parties.domain.party import Business, MaritalStatus, Person, Premises
from services.kit.schemas import DateIn, MoneyIn, Schema, ShortText, TypeId

NAME_LENGTH_MAX: Final = 64
BUSINESS_NAME_LENGTH_MAX: Final = 128
ADDRESS_LENGTH_MAX: Final = 200
NUMBER_LENGTH_MAX: Final = 40
DEVICE_LENGTH_MAX: Final = 120
EMPLOYEES_MAX: Final = 100_000

Name = Annotated[str, ShortText(NAME_LENGTH_MAX)]
BusinessName = Annotated[str, ShortText(BUSINESS_NAME_LENGTH_MAX)]
Address = Annotated[str, ShortText(ADDRESS_LENGTH_MAX)]
# The form of a number is judged in the domain, which says what is wrong with it.
Number = Annotated[str, ShortText(NUMBER_LENGTH_MAX)]
PersonId = Annotated[UUID, TypeId("party")]
IndustryCode = Annotated[str, Field(pattern=r"^[A-T][0-9]{2,4}$")]
Employees = Annotated[int, Field(ge=0, le=EMPLOYEES_MAX)]


class PersonCreate(Schema):
    """A human being."""

    kind: Literal["person"]
    customer_type: CustomerType
    name: Name
    identity_number: Number = Field(description="18 characters (GB 11643)")
    identity_valid_to: DateIn | None = Field(
        default=None, description="the card's last day; null for one without end (长期)"
    )
    mobile: Number = Field(description="11 digits, mainland China")
    address: Address
    marital_status: MaritalStatus | None = None
    bank_card: Number | None = None

    def particulars(self) -> Person:
        """The person as the domain knows it."""
        return Person(
            name=self.name,
            identity_number=self.identity_number,
            identity_valid_to=self.identity_valid_to,
            mobile=self.mobile,
            address=self.address,
            marital_status=self.marital_status,
            bank_card=self.bank_card,
        )


class BusinessCreate(Schema):
    """A registered business."""

    kind: Literal["business"]
    customer_type: CustomerType
    name: BusinessName
    credit_code: Number = Field(description="unified social credit code (GB 32100)")
    legal_representative_id: PersonId = Field(description="a person you have registered")
    established_on: DateIn
    licence_valid_to: DateIn | None = Field(
        default=None, description="the licence's last day; null for one without end"
    )
    industry_code: IndustryCode = Field(description="GB/T 4754", examples=["F5212"])
    employees: Employees
    premises: Premises
    monthly_sales: MoneyIn | None = None
    mobile: Number = Field(description="11 digits, mainland China")
    address: Address
    bank_account: Number | None = None

    def particulars(self) -> Business:
        """The business as the domain knows it."""
        return Business(
            name=self.name,
            credit_code=self.credit_code,
            legal_representative_id=self.legal_representative_id,
            established_on=self.established_on,
            licence_valid_to=self.licence_valid_to,
            industry_code=self.industry_code,
            employees=self.employees,
            premises=self.premises,
            monthly_sales=self.monthly_sales.money() if self.monthly_sales else None,
            mobile=self.mobile,
            address=self.address,
            bank_account=self.bank_account,
        )


PartyCreate = Annotated[PersonCreate | BusinessCreate, Field(discriminator="kind")]


def _never_sent() -> Any:  # noqa: ANN401 - stands for any type, and is never read
    return None


def _kept(description: str | None = None) -> Any:  # noqa: ANN401 - a field of any type
    """A field that is left as it is unless sent; null is no value of it."""
    return Field(default_factory=_never_sent, description=description)


class PartyUpdate(Schema):
    """What shall change; whatever is left out stays, and null clears what may be empty.

    A field of the other kind of party is refused.
    """

    customer_type: CustomerType = _kept()
    name: BusinessName = _kept("stands once an application was submitted")
    identity_number: Number = _kept("of a person; stands once an application was submitted")
    identity_valid_to: DateIn | None = None
    credit_code: Number = _kept("of a business; stands once an application was submitted")
    legal_representative_id: PersonId = _kept()
    established_on: DateIn = _kept()
    licence_valid_to: DateIn | None = None
    industry_code: IndustryCode = _kept()
    employees: Employees = _kept()
    premises: Premises = _kept()
    monthly_sales: MoneyIn | None = None
    mobile: Number = _kept()
    address: Address = _kept()
    marital_status: MaritalStatus | None = None
    bank_card: Number | None = None
    bank_account: Number | None = None

    def changes(self) -> dict[str, Any]:
        """What was sent, by field name, as the domain knows it."""
        sent = {name: getattr(self, name) for name in self.model_fields_set}
        if self.monthly_sales is not None:
            sent["monthly_sales"] = self.monthly_sales.money()
        return sent


class ConsentCreate(Schema):
    """What was agreed to: the text is quoted by version and hash, see `/v1/consent-texts`."""

    purpose: ConsentPurpose
    text_version: str = Field(pattern=r"^[0-9]{4}-[0-9]{2}-[a-z]$", examples=["2026-11-a"])
    text_hash: str = Field(pattern=r"^[0-9a-f]{64}$", description="sha256 of the text shown")
    channel: Channel
    device: Annotated[str, ShortText(DEVICE_LENGTH_MAX)] | None = Field(
        default=None, description="what it was agreed on; kept as evidence, never shown"
    )

    def given(self) -> ConsentGiven:
        """The consent as the domain knows it."""
        return ConsentGiven(
            purpose=self.purpose,
            text_version=self.text_version,
            text_hash=self.text_hash,
            channel=self.channel,
            device=self.device,
        )
