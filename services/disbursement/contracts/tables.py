"""Rows of contracts, what they were drawn from, who signs them, and their history."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from services.disbursement.domain.statuses import CONTRACT_MOVES
from services.disbursement.schema import DisbursementRow
from services.kit.database import AggregateColumns

_CONTRACT = "disbursement.contracts.contract_id"


class ContractRow(AggregateColumns, DisbursementRow):
    """One contract; everything below it, its payouts too, shares its lock.

    Only its status, how it ended and its counters ever change: a trigger refuses anything else,
    so other terms mean another contract. `document_sha256` is the digest of what is signed.
    """

    __tablename__ = "contracts"
    __table_args__ = (
        CheckConstraint(CONTRACT_MOVES.check_sql("status"), name="status_known"),
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        CheckConstraint("ended_by IN ('borrower', 'partner', 'lender')", name="ended_by_known"),
        CheckConstraint(
            "reason_code IS NOT NULL OR status NOT IN ('voided', 'terminated')",
            name="end_has_a_reason",
        ),
        CheckConstraint("length(document_sha256) = 32", name="document_sha256_length"),
        Index("uq_contracts_number", "number", unique=True),
        # An application has one contract that is not ended.
        Index(
            "uq_contracts_live",
            "application_id",
            unique=True,
            postgresql_where=text("status NOT IN ('voided', 'terminated')"),
        ),
        Index("ix_contracts_application_id", "application_id", "created_at"),
        Index("ix_contracts_created_at", "created_at", "contract_id"),
        Index("ix_contracts_owner", "owner", "created_at", "contract_id"),
        Index("ix_contracts_partner_id", "partner_id", "created_at", "contract_id"),
        Index("ix_contracts_status", "status", "created_at", "contract_id"),
    )

    contract_id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID]
    number: Mapped[str]
    status: Mapped[str]
    owner: Mapped[str]
    partner_id: Mapped[UUID | None]
    party_id: Mapped[UUID]
    product_code: Mapped[str]
    product_version: Mapped[int]
    product_type: Mapped[str]
    purpose_code: Mapped[str]
    channel: Mapped[str]
    customer_type: Mapped[str]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    decided_by: Mapped[list[Any]]
    borrower_name_index: Mapped[bytes]
    document_sha256: Mapped[bytes]
    ended_by: Mapped[str | None]
    reason_code: Mapped[str | None]
    history_length: Mapped[int] = mapped_column(server_default=text("0"))


class DraftRow(DisbursementRow):
    """What a contract was drawn from and the figures that were drawn; never changed.

    `offer` and `product` are the terms as they were told, `schedule` what the engine of
    `engine_version` made of them for the planned day, and the document is put into the words of
    `template_version`; the borrower is sealed.
    """

    __tablename__ = "contract_drafts"
    __table_args__ = (CheckConstraint("length(told_sha256) = 32", name="told_sha256_length"),)

    contract_id: Mapped[UUID] = mapped_column(ForeignKey(_CONTRACT), primary_key=True)
    told_sha256: Mapped[bytes]
    offer: Mapped[dict[str, Any]]
    product: Mapped[dict[str, Any]]
    borrower_kind: Mapped[str]
    borrower_sealed: Mapped[bytes]
    lender: Mapped[dict[str, Any]]
    planned_on: Mapped[date]
    engine_version: Mapped[str]
    template_version: Mapped[str]
    schedule: Mapped[dict[str, Any]]
    drawn_at: Mapped[datetime] = mapped_column(server_default=func.now())


class SignerRow(DisbursementRow):
    """Somebody who must sign, in the order of the document; who it is, is sealed."""

    __tablename__ = "contract_signers"
    __table_args__ = (
        CheckConstraint("number > 0", name="number_positive"),
        Index("uq_contract_signers_capacity", "contract_id", "party_id", "role", unique=True),
        Index("ix_contract_signers_owner", "owner", "contract_id"),
    )

    contract_id: Mapped[UUID] = mapped_column(ForeignKey(_CONTRACT), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    party_id: Mapped[UUID]
    role: Mapped[str]
    owner: Mapped[str]
    person_sealed: Mapped[bytes]
    identity_valid_to: Mapped[date | None]


class SignatureRow(DisbursementRow):
    """One signature and its evidence, one per signer; only ever added.

    `head_before` and `head_after` are the digests of the file before and after it was signed.
    """

    __tablename__ = "contract_signatures"
    __table_args__ = (
        ForeignKeyConstraint(
            ["contract_id", "number"],
            ["disbursement.contract_signers.contract_id", "disbursement.contract_signers.number"],
        ),
        Index("uq_contract_signatures_signature_id", "signature_id", unique=True),
        CheckConstraint("length(document_sha256) = 32", name="document_sha256_length"),
        CheckConstraint("length(head_before) = 32", name="head_before_length"),
        CheckConstraint("length(head_after) = 32", name="head_after_length"),
        CheckConstraint("length(certificate_sha256) = 32", name="certificate_sha256_length"),
    )

    contract_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    signature_id: Mapped[UUID]
    subject: Mapped[str]
    intent: Mapped[str]
    language: Mapped[str]
    evidence_reference: Mapped[str | None]
    document_sha256: Mapped[bytes]
    head_before: Mapped[bytes]
    head_after: Mapped[bytes]
    certificate_sha256: Mapped[bytes]
    request_id: Mapped[str]
    signed_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class FileRow(DisbursementRow):
    """One state of the signed file, numbered from 0, the print nobody has signed; only added."""

    __tablename__ = "contract_files"
    __table_args__ = (
        CheckConstraint("number >= 0", name="number_not_negative"),
        CheckConstraint("length(sha256) = 32", name="sha256_length"),
        CheckConstraint("size_bytes > 0", name="size_positive"),
    )

    contract_id: Mapped[UUID] = mapped_column(ForeignKey(_CONTRACT), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    object_key: Mapped[str]
    sha256: Mapped[bytes]
    size_bytes: Mapped[int]
    kept_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class ReadingRow(DisbursementRow):
    """That somebody began to read the disclosure of costs, by the database's clock."""

    __tablename__ = "disclosure_readings"
    __table_args__ = (CheckConstraint("length(sha256) = 32", name="sha256_length"),)

    contract_id: Mapped[UUID] = mapped_column(ForeignKey(_CONTRACT), primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[bytes]
    began_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class ConfirmationRow(DisbursementRow):
    """That the borrower confirmed the disclosure of costs after the time for reading it."""

    __tablename__ = "disclosure_confirmations"
    __table_args__ = (CheckConstraint("length(sha256) = 32", name="sha256_length"),)

    contract_id: Mapped[UUID] = mapped_column(ForeignKey(_CONTRACT), primary_key=True)
    subject: Mapped[str]
    sha256: Mapped[bytes]
    language: Mapped[str]
    request_id: Mapped[str]
    began_at: Mapped[datetime]
    confirmed_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class SigningKeyRow(DisbursementRow):
    """The key pair somebody signs with and its certificate; the private key is sealed.

    `holder` is a party's id, or the name of an office of ours: "authority", "lender".
    """

    __tablename__ = "signing_keys"
    __table_args__ = (CheckConstraint("length(certificate_sha256) = 32", name="sha256_length"),)

    holder: Mapped[str] = mapped_column(primary_key=True)
    private_key_sealed: Mapped[bytes]
    certificate: Mapped[bytes]
    certificate_sha256: Mapped[bytes]
    made_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class ContractHappeningRow(DisbursementRow):
    """One entry of a contract's history; only ever added."""

    __tablename__ = "contract_happenings"
    __table_args__ = (
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint(CONTRACT_MOVES.check_sql("from_status"), name="from_status_known"),
        CheckConstraint(CONTRACT_MOVES.check_sql("to_status"), name="to_status_known"),
    )

    contract_id: Mapped[UUID] = mapped_column(ForeignKey(_CONTRACT), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    from_status: Mapped[str | None]
    to_status: Mapped[str | None]
    subject: Mapped[str]
    reason_code: Mapped[str | None]
    refers_to: Mapped[str | None]
    occurred_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
