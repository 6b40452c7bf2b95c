"""Rows of payouts, who approved them, each attempt, what persons resolved about them."""

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from services.disbursement.domain.statuses import PAYOUT_MOVES, PayoutKind
from services.disbursement.schema import DisbursementRow
from services.kit.database import AggregateColumns

UNSENT: Final = "status IN ('created', 'conditions_pending', 'ready', 'cancelled')"
LIVE: Final = "kind = 'loan' AND status NOT IN ('failed', 'cancelled', 'returned')"
IN_WORK: Final = "status IN ('approved', 'submitted', 'unknown')"
_KINDS: Final = ", ".join(f"'{each.value}'" for each in PayoutKind)
_PAYOUT: Final = ("disbursement.payouts.application_id", "disbursement.payouts.payout_id")


def _of_a_payout() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["application_id", "payout_id"], _PAYOUT)


class PayoutRow(AggregateColumns, DisbursementRow):
    """One payout, of a loan or of a refund; the lock of its contract is taken before its own.

    `account_*` is the destination its approval froze: id, version and keyed digest of the account,
    and, once it was sent, the keyed index of the number. `claim_epoch` rises with each worker that
    takes it in hand: what an earlier one brings back no longer counts. A trigger keeps amount, key
    and a sent destination as they are, and an end an end.
    """

    __tablename__ = "payouts"
    __table_args__ = (
        CheckConstraint(PAYOUT_MOVES.check_sql("status"), name="status_known"),
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        CheckConstraint("tranche > 0", name="tranche_positive"),
        CheckConstraint(f"kind IN ({_KINDS})", name="kind_known"),
        CheckConstraint("(kind = 'refund') = (refund_id IS NOT NULL)", name="refund_named"),
        CheckConstraint(
            f"{UNSENT} OR account_digest IS NOT NULL",
            name="destination_frozen",
        ),
        CheckConstraint(f"{UNSENT} OR status = 'approved' OR rail IS NOT NULL", name="rail_known"),
        CheckConstraint(
            "status NOT IN ('settled', 'returned') OR settled_on IS NOT NULL",
            name="settled_has_a_day",
        ),
        CheckConstraint(
            "status <> 'returned' OR returned_on IS NOT NULL", name="returned_has_a_day"
        ),
        CheckConstraint(
            "status NOT IN ('failed', 'cancelled') OR reason_code IS NOT NULL",
            name="end_has_a_reason",
        ),
        UniqueConstraint("payout_id"),
        UniqueConstraint("provider_key"),
        UniqueConstraint("refund_id"),
        UniqueConstraint("application_id", "payout_id", "provider_key"),
        Index(
            "uq_payouts_live", "application_id", "tranche", unique=True, postgresql_where=text(LIVE)
        ),
        Index("ix_payouts_contract_id", "contract_id", "created_at"),
        Index("ix_payouts_created_at", "created_at", "payout_id"),
        Index("ix_payouts_owner", "owner", "created_at", "payout_id"),
        Index("ix_payouts_partner_id", "partner_id", "created_at", "payout_id"),
        Index("ix_payouts_status", "status", "created_at", "payout_id"),
        Index("ix_payouts_settled_on", "settled_on", postgresql_where=text("status = 'settled'")),
        Index("ix_payouts_next_try_at", "next_try_at", postgresql_where=text(IN_WORK)),
    )

    application_id: Mapped[UUID] = mapped_column(primary_key=True)
    payout_id: Mapped[UUID] = mapped_column(primary_key=True)
    contract_id: Mapped[UUID] = mapped_column(ForeignKey("disbursement.contracts.contract_id"))
    kind: Mapped[str] = mapped_column(server_default=text("'loan'"))
    refund_id: Mapped[UUID | None]
    tranche: Mapped[int]
    status: Mapped[str]
    owner: Mapped[str]
    partner_id: Mapped[UUID | None]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    provider_key: Mapped[str]
    rail: Mapped[str | None]
    approval_round: Mapped[int] = mapped_column(server_default=text("1"))
    account_id: Mapped[UUID | None]
    account_version: Mapped[int | None]
    account_digest: Mapped[bytes | None]
    account_index: Mapped[bytes | None]
    provider_reference: Mapped[str | None]
    value_date: Mapped[date | None]
    settled_on: Mapped[date | None]
    returned_on: Mapped[date | None]
    reason_code: Mapped[str | None]
    claim_epoch: Mapped[int] = mapped_column(server_default=text("0"))
    claimed_until: Mapped[datetime | None]
    next_try_at: Mapped[datetime] = mapped_column(server_default=func.now())
    unknown_since: Mapped[datetime | None]
    looked_up: Mapped[int] = mapped_column(server_default=text("0"))
    is_for_a_person: Mapped[bool] = mapped_column(server_default=text("false"))


class PayoutApprovalRow(DisbursementRow):
    """One hand under a payout's destination; approving another destination counts anew."""

    __tablename__ = "payout_approvals"
    __table_args__ = (
        _of_a_payout(),
        UniqueConstraint("application_id", "payout_id", "round", "subject"),
        CheckConstraint("hand IN ('system', 'maker', 'checker')", name="hand_known"),
    )

    application_id: Mapped[UUID] = mapped_column(primary_key=True)
    payout_id: Mapped[UUID] = mapped_column(primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hand: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str]
    account_digest: Mapped[bytes]
    approved_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class PayoutAttemptRow(DisbursementRow):
    """One order handed in, written before the call.

    All of a payout's bear its one key. `sent_at_clock` is the time by the handed-in clock, which a
    sandbox may move. None is added once the payout has ended, which a trigger sees to.
    """

    __tablename__ = "payout_attempts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["application_id", "payout_id", "provider_key"],
            [*_PAYOUT, "disbursement.payouts.provider_key"],
        ),
        UniqueConstraint("attempt_id"),
        CheckConstraint("number > 0", name="number_positive"),
    )

    application_id: Mapped[UUID] = mapped_column(primary_key=True)
    payout_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    attempt_id: Mapped[UUID]
    provider_key: Mapped[str]
    claim_epoch: Mapped[int]
    started_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    sent_at_clock: Mapped[datetime]


class PayoutOutcomeRow(DisbursementRow):
    """What came of one attempt: an answer, or that whoever made it did not live to say."""

    __tablename__ = "payout_outcomes"
    __table_args__ = (
        ForeignKeyConstraint(
            ["application_id", "payout_id", "number"],
            [
                "disbursement.payout_attempts.application_id",
                "disbursement.payout_attempts.payout_id",
                "disbursement.payout_attempts.number",
            ],
        ),
        CheckConstraint(
            "outcome IN ('accepted', 'rejected', 'ambiguous', 'not_submitted', 'lost')",
            name="outcome_known",
        ),
    )

    application_id: Mapped[UUID] = mapped_column(primary_key=True)
    payout_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    outcome: Mapped[str]
    detail: Mapped[str | None]
    ended_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class PayoutResolutionRow(DisbursementRow):
    """What a person found out about a payout nobody can ask for any more, and who agreed."""

    __tablename__ = "payout_resolutions"
    __table_args__ = (
        _of_a_payout(),
        UniqueConstraint("resolution_id"),
        CheckConstraint("outcome IN ('settled', 'failed')", name="outcome_known"),
        CheckConstraint(
            "(outcome = 'settled') = (settled_on IS NOT NULL)", name="settled_has_a_day"
        ),
        CheckConstraint("confirmed_by <> proposed_by", name="four_eyes"),
    )

    application_id: Mapped[UUID] = mapped_column(primary_key=True)
    payout_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    resolution_id: Mapped[UUID]
    outcome: Mapped[str]
    settled_on: Mapped[date | None]
    reason: Mapped[str]
    proposed_by: Mapped[str]
    proposed_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    confirmed_by: Mapped[str | None]
    confirmed_at: Mapped[datetime | None]


class PayoutScreeningRow(DisbursementRow):
    """What a look at the lists said on a business day, before a loan's money went out.

    `not_asked` are payouts that were sent before anybody looked.
    """

    __tablename__ = "payout_screenings"
    __table_args__ = (
        _of_a_payout(),
        CheckConstraint("outcome IN ('clear', 'listed', 'not_asked')", name="outcome_known"),
        CheckConstraint("(outcome = 'not_asked') = (list_version IS NULL)", name="lists_are_named"),
    )

    application_id: Mapped[UUID] = mapped_column(primary_key=True)
    payout_id: Mapped[UUID] = mapped_column(primary_key=True)
    screened_on: Mapped[date] = mapped_column(primary_key=True)
    outcome: Mapped[str]
    list_version: Mapped[str | None]
    noted_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class PayoutLookBackRow(DisbursementRow):
    """How a rail said on a business day that a payout stands which had settled before."""

    __tablename__ = "payout_look_backs"
    __table_args__ = (
        _of_a_payout(),
        CheckConstraint(
            "outcome IN ('processing', 'settled', 'failed', 'returned', 'not_found')",
            name="outcome_known",
        ),
    )

    application_id: Mapped[UUID] = mapped_column(primary_key=True)
    payout_id: Mapped[UUID] = mapped_column(primary_key=True)
    looked_on: Mapped[date] = mapped_column(primary_key=True)
    outcome: Mapped[str]
    noted_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class ProviderCallbackRow(DisbursementRow):
    """A call back, kept for ever by the provider's own id of it: it is taken once.

    The body is kept sealed where a person has to look at it, else only its digest.
    """

    __tablename__ = "provider_callbacks"
    __table_args__ = (
        Index("ix_provider_callbacks_payout_id", "payout_id"),
        CheckConstraint("length(body_sha256) = 32", name="body_sha256_length"),
    )

    rail: Mapped[str] = mapped_column(primary_key=True)
    event_id: Mapped[str] = mapped_column(primary_key=True)
    body_sha256: Mapped[bytes]
    body_sealed: Mapped[bytes | None]
    judgement: Mapped[str]
    application_id: Mapped[UUID | None]
    payout_id: Mapped[UUID | None]
    received_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class PayoutAlertRow(DisbursementRow):
    """Something about money that a person has to see; only ever added."""

    __tablename__ = "payout_alerts"
    __table_args__ = (
        Index("ix_payout_alerts_created_at", "created_at", "alert_id"),
        Index("ix_payout_alerts_payout_id", "payout_id"),
    )

    alert_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    application_id: Mapped[UUID | None]
    payout_id: Mapped[UUID | None]
    details: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
