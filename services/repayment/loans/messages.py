"""What others are told of a loan, and what the audit keeps of it: ids, codes and amounts only."""

from typing import Final

from services.kit.audit import Members
from services.kit.identifiers import typeid_of
from services.repayment.loans.domain.owing import Owing
from services.repayment.loans.tables import LoanRow

AGGREGATE_TYPE: Final = "loan"
ACTIVE: Final = "loan.active"
PENDING: Final = "loan.pending"
SETTLED: Final = "loan.settled"
# What is owed changed, and the status did not.
CHANGED: Final = "loan.changed"

TOPICS: Final = frozenset({ACTIVE, PENDING, SETTLED, CHANGED})


def loan_event(row: LoanRow, *, payout: str, owing: Owing) -> dict[str, object]:
    """The body of an event: the loan as it stands by the money of `payout`."""
    return {
        "id": typeid_of("loan", row.loan_id),
        "status": row.status,
        "version": row.version,
        "payout": payout,
        "opened_on": row.disbursed_on.isoformat() if row.disbursed_on else None,
        "outstanding_minor": owing.outstanding_minor,
        "days_past_due": owing.days_past_due,
        "late_after": owing.late_after.isoformat() if owing.late_after else None,
        "next_due_on": row.next_due_on.isoformat() if row.next_due_on else None,
        "next_due_minor": row.next_due_minor,
    }


def loan_facts(row: LoanRow) -> Members:
    """What the audit keeps of a loan."""
    return {
        "status": row.status,
        "contract_id": str(row.contract_id),
        "application_id": str(row.application_id),
        "product_code": row.product_code,
        "engine_version": row.engine_version,
        "principal_minor": row.principal_minor,
        "currency": row.currency,
        "rate_ppm": row.rate_ppm,
        "disbursed_on": row.disbursed_on.isoformat() if row.disbursed_on else None,
        "payout_id": str(row.payout_id) if row.payout_id else None,
        "last_sequence": row.last_sequence,
    }
