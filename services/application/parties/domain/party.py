"""A person or a business, as its owner registers it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from services.application.domain.customers import CustomerType, PartyKind
from services.kit.money import Money


class MaritalStatus(StrEnum):
    """Whether a spouse has to sign, later."""

    SINGLE = "single"
    MARRIED = "married"
    DIVORCED = "divorced"
    WIDOWED = "widowed"


class Premises(StrEnum):
    """Where the business works."""

    OWNED = "owned"
    RENTED = "rented"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Person:
    """A human being. `identity_valid_to` None means a card without end date (长期)."""

    name: str
    identity_number: str
    identity_valid_to: date | None
    mobile: str
    address: str
    marital_status: MaritalStatus | None
    bank_card: str | None

    @property
    def identity(self) -> str:
        """The number that says who it is."""
        return self.identity_number

    @property
    def account(self) -> str | None:
        """Where money could be sent."""
        return self.bank_card


@dataclass(frozen=True, slots=True)
class Business:
    """A registered business. `licence_valid_to` None means a licence without end date."""

    name: str
    credit_code: str
    legal_representative_id: UUID
    established_on: date
    licence_valid_to: date | None
    industry_code: str
    employees: int
    premises: Premises
    monthly_sales: Money | None
    mobile: str
    address: str
    bank_account: str | None

    @property
    def identity(self) -> str:
        """The number that says who it is."""
        return self.credit_code

    @property
    def account(self) -> str | None:
        """Where money could be sent."""
        return self.bank_account


Particulars = Person | Business


@dataclass(frozen=True, slots=True)
class Party:
    """A registered party; `owner` is a borrower's subject or "partner:<uuid>"."""

    party_id: UUID
    owner: str
    partner_id: UUID | None
    customer_type: CustomerType
    particulars: Particulars
    warnings: tuple[str, ...]
    is_identity_fixed: bool
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def kind(self) -> PartyKind:
        """Person or business."""
        return kind_of(self.particulars)


def kind_of(particulars: Particulars) -> PartyKind:
    """Which kind of party such particulars describe."""
    return PartyKind.PERSON if isinstance(particulars, Person) else PartyKind.BUSINESS
