"""What others are told of a payout, and what the audit keeps: ids, codes, days and amounts only."""

from typing import Final

from services.disbursement.domain.statuses import PayoutKind, PayoutStatus
from services.disbursement.payouts.tables import PayoutRow
from services.kit.audit import Members
from services.kit.identifiers import typeid_of

AGGREGATE_TYPE: Final = "payout"
TOPICS: Final = frozenset(f"payout.{status}" for status in PayoutStatus)
SETTLED: Final = f"payout.{PayoutStatus.SETTLED}"
RETURNED: Final = f"payout.{PayoutStatus.RETURNED}"
# How a refund's payout may end: what whoever asked for it waits for.
REFUND_ENDS: Final = frozenset(
    f"refund.{status}"
    for status in (
        *(PayoutStatus.SETTLED, PayoutStatus.FAILED),
        *(PayoutStatus.RETURNED, PayoutStatus.CANCELLED),
    )
)
_WORDS: Final = {PayoutKind.LOAN: "payout", PayoutKind.REFUND: "refund"}


def wire_id(row: PayoutRow) -> str:
    """The payout's identifier as callers see it; the provider's key for it, too."""
    return typeid_of("pay", row.payout_id)


def topic_of(row: PayoutRow) -> str:
    """The topic of where a payout stands: a refund's has its own, and other hearers."""
    return f"{_WORDS[PayoutKind(row.kind)]}.{row.status}"


def payout_facts(row: PayoutRow) -> Members:
    """What the audit keeps of a payout."""
    return {
        "status": row.status,
        "contract_id": str(row.contract_id),
        "kind": row.kind,
        "refund_id": str(row.refund_id) if row.refund_id else None,
        "tranche": row.tranche,
        "amount_minor": row.amount_minor,
        "currency": row.currency,
        "approval_round": row.approval_round,
        "account_id": str(row.account_id) if row.account_id else None,
        "account_version": row.account_version,
        "account_digest": row.account_digest.hex() if row.account_digest else None,
        "rail": row.rail,
        "provider_reference": row.provider_reference,
        "value_date": row.value_date.isoformat() if row.value_date else None,
        "settled_on": row.settled_on.isoformat() if row.settled_on else None,
        "returned_on": row.returned_on.isoformat() if row.returned_on else None,
        "reason_code": row.reason_code,
        "claim_epoch": row.claim_epoch,
        "is_for_a_person": row.is_for_a_person,
    }
