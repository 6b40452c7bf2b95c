"""What the other areas may know of a party: who it is to us, never its personal data."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.application.domain.customers import CustomerType, PartyKind


class ConsentPurpose(StrEnum):
    """What a person may agree to, each separately (PIPL 13, 14, 29; credit bureau rules)."""

    PERSONAL_DATA = "personal_data"
    SENSITIVE_DATA = "sensitive_data"
    CREDIT_BUREAU_QUERY = "credit_bureau_query"
    ELECTRONIC_COMMUNICATION = "electronic_communication"


@dataclass(frozen=True, slots=True)
class PartyView:
    """A party as another area sees it.

    `owner` is whose it is (a borrower's subject, or "partner:<uuid>"); `warnings` are stable
    codes a reviewer should look into, such as "identity_region_unverified".
    """

    party_id: UUID
    kind: PartyKind
    customer_type: CustomerType
    owner: str
    partner_id: UUID | None
    warnings: tuple[str, ...]
    version: int


@dataclass(frozen=True, slots=True)
class ConsentView:
    """A consent as another area sees it; `is_current` says whether the text is still the one in
    force and nobody revoked it."""

    consent_id: UUID
    purpose: ConsentPurpose
    text_version: str
    text_hash: str
    given_at: datetime
    revoked_at: datetime | None
    is_current: bool


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a borrower agreed to and, of one that is a business, what the person who represents it
    did: everybody for itself."""

    own: tuple[ConsentView, ...]
    representative_id: UUID | None = None
    representatives: tuple[ConsentView, ...] = ()
