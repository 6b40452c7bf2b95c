"""What others are told of a repayment, and what the audit keeps of it: ids, codes, amounts only."""

from typing import Final

from services.kit.audit import Members
from services.kit.identifiers import typeid_of
from services.repayment.receipts.domain.receipt import reference_of
from services.repayment.receipts.tables import RepaymentReceivedRow

AGGREGATE_TYPE: Final = "repayment"


def repayment_event(row: RepaymentReceivedRow) -> dict[str, object]:
    """The body of an event."""
    return {
        "id": reference_of(row.repayment_id),
        "loan": typeid_of("loan", row.loan_id),
        "status": row.status,
        "version": row.version,
    }


def repayment_facts(row: RepaymentReceivedRow) -> Members:
    """What the audit keeps of a repayment."""
    return {
        "status": row.status,
        "loan_id": str(row.loan_id),
        "amount_minor": row.amount_minor,
        "currency": row.currency,
        "value_date": row.value_date.isoformat(),
        "channel": row.channel,
        "mode": row.mode,
        "quote_id": None if row.quote_id is None else str(row.quote_id),
    }
