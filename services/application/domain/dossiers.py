"""Who borrows, whole: personal data, handed to whoever has to examine it and to nobody else."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.application.domain.customers import CustomerType, PartyKind
from services.kit.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDossier:
    """A human being; `identity_valid_to` None means a card without end date."""

    party_id: UUID
    name: str
    identity_number: str
    birth_on: date
    identity_valid_to: date | None
    mobile: str
    address: str
    marital_status: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessDossier:
    """A registered business."""

    party_id: UUID
    name: str
    credit_code: str
    mobile: str
    address: str
    established_on: date
    licence_valid_to: date | None
    industry_code: str
    employees: int
    premises: str
    monthly_sales: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyDossier:
    """A borrower: the person, and the business that is or stands behind the loan.

    Of a borrower that is a business, `person` is the legal representative. Of one that is a
    person, `business` is the only one they represent, None when there is none or several.
    """

    party_id: UUID
    kind: PartyKind
    customer_type: CustomerType
    warnings: tuple[str, ...]
    person: PersonDossier
    business: BusinessDossier | None
