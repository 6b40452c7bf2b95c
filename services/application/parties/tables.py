"""Rows of parties, the links between them, and their consents."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from services.application.parties.domain.consents import CONSENT_LIFE
from services.application.schema import ApplicationRow
from services.kit.database import AggregateColumns

LEGAL_REPRESENTATIVE: Final = "legal_representative"
_PARTY: Final = "application.parties.party_id"


class PartyRow(AggregateColumns, ApplicationRow):
    """One party. Personal fields are sealed; the indexes find equal values without showing them."""

    __tablename__ = "parties"
    __table_args__ = (
        # Within one owner only: whether somebody else has the same customer stays unknown.
        UniqueConstraint("owner", "identity_index"),
        Index(
            "uq_parties_person",
            "owner",
            unique=True,
            postgresql_where=text("kind = 'person' AND partner_id IS NULL"),
        ),
        Index("ix_parties_owner", "owner", "created_at", "party_id"),
        Index("ix_parties_partner_id", "partner_id", "created_at", "party_id"),
        Index("ix_parties_created_at", "created_at", "party_id"),
        CheckConstraint("kind IN ('person', 'business')", name="kind_known"),
        CheckConstraint(
            "(monthly_sales_minor IS NULL) = (monthly_sales_currency IS NULL)",
            name="monthly_sales",
        ),
        CheckConstraint("(kind = 'business') = (established_on IS NOT NULL)", name="business"),
    )

    party_id: Mapped[UUID] = mapped_column(primary_key=True)
    owner: Mapped[str]
    partner_id: Mapped[UUID | None]
    kind: Mapped[str]
    customer_type: Mapped[str]
    name_sealed: Mapped[bytes]
    identity_sealed: Mapped[bytes]
    identity_index: Mapped[bytes]
    mobile_sealed: Mapped[bytes]
    mobile_index: Mapped[bytes]
    address_sealed: Mapped[bytes]
    account_sealed: Mapped[bytes | None]
    account_index: Mapped[bytes | None]
    document_valid_to: Mapped[date | None]
    marital_status: Mapped[str | None]
    established_on: Mapped[date | None]
    industry_code: Mapped[str | None]
    employees: Mapped[int | None]
    premises: Mapped[str | None]
    monthly_sales_minor: Mapped[int | None] = mapped_column(BigInteger)
    monthly_sales_currency: Mapped[str | None]
    warnings: Mapped[list[str]] = mapped_column(ARRAY(Text))
    identity_fixed_at: Mapped[datetime | None]


class PartyLinkRow(ApplicationRow):
    """Who a person is to a business."""

    __tablename__ = "party_links"
    __table_args__ = (
        CheckConstraint(f"relation IN ('{LEGAL_REPRESENTATIVE}')", name="relation_known"),
        Index(
            "uq_party_links_legal_representative",
            "business_party_id",
            unique=True,
            postgresql_where=text(f"relation = '{LEGAL_REPRESENTATIVE}'"),
        ),
    )

    person_party_id: Mapped[UUID] = mapped_column(ForeignKey(_PARTY), primary_key=True)
    business_party_id: Mapped[UUID] = mapped_column(ForeignKey(_PARTY), primary_key=True)
    relation: Mapped[str] = mapped_column(primary_key=True)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ConsentRow(ApplicationRow):
    """One consent; it is given once and may be revoked once."""

    __tablename__ = "consents"
    __table_args__ = (
        Index(
            "uq_consents_standing",
            "party_id",
            "purpose",
            "text_version",
            unique=True,
            postgresql_where=text("status = 'given'"),
        ),
        Index("ix_consents_party_id", "party_id", "given_at", "consent_id"),
        CheckConstraint(CONSENT_LIFE.check_sql("status"), name="status_known"),
        CheckConstraint("(status = 'revoked') = (revoked_at IS NOT NULL)", name="revoked"),
    )

    consent_id: Mapped[UUID] = mapped_column(primary_key=True)
    party_id: Mapped[UUID] = mapped_column(ForeignKey(_PARTY))
    purpose: Mapped[str]
    text_version: Mapped[str]
    text_hash: Mapped[str]
    channel: Mapped[str]
    device: Mapped[str | None]
    status: Mapped[str]
    given_at: Mapped[datetime] = mapped_column(server_default=func.now())
    revoked_at: Mapped[datetime | None]
