"""What the audit keeps of a condition: codes, states and who."""

from typing import Final

from services.disbursement.conditions.tables import ConditionRow
from services.kit.audit import Members

AGGREGATE_TYPE: Final = "condition"


def condition_facts(row: ConditionRow) -> Members:
    """What the audit keeps of a condition."""
    return {
        "status": row.status,
        "contract_id": str(row.contract_id),
        "code": row.code,
        "evidenced_by": row.evidenced_by,
        "accepted_by": row.accepted_by,
    }
