"""What others are told of a case, and what the audit keeps of it: ids, codes and amounts only."""

from typing import Final

from services.kit.audit import Members
from services.kit.identifiers import typeid_of
from services.underwriting.cases.tables import CaseRow

AGGREGATE_TYPE: Final = "case"
STARTED: Final = "case.started"
INFORMATION_REQUESTED: Final = "case.information_requested"
INFORMATION_CLOSED: Final = "case.information_closed"
APPROVED: Final = "decision.approved"
DECLINED: Final = "decision.declined"

TOPICS: Final = frozenset({STARTED, INFORMATION_REQUESTED, INFORMATION_CLOSED, APPROVED, DECLINED})


def case_event(row: CaseRow, **named: str) -> dict[str, object]:
    """The body of every event about a case; `named` are ids of what it is about."""
    return {
        "id": typeid_of("case", row.case_id),
        "status": row.status,
        "version": row.version,
        "submission": row.submission,
        **named,
    }


def case_facts(row: CaseRow) -> Members:
    """What the audit keeps of a case."""
    return {
        "status": row.status,
        "submission": row.submission,
        "product_code": row.product_code,
        "amount_minor": row.amount_minor,
        "currency": row.currency,
        "term_months": row.term_months,
        "decision_id": str(row.decision_id) if row.decision_id else None,
        "claimed_by": row.claimed_by,
        "claim_epoch": row.claim_epoch,
    }
