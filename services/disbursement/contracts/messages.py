"""What others are told of a contract, and what the audit keeps: ids, codes and amounts only."""

from typing import Final

from services.disbursement.contracts.tables import ContractRow
from services.kit.audit import Members
from services.kit.identifiers import typeid_of

AGGREGATE_TYPE: Final = "contract"
DRAFTED: Final = "contract.drafted"
DISCLOSED: Final = "contract.disclosed"
SIGNING: Final = "contract.signing"
SIGNED: Final = "contract.signed"
EFFECTIVE: Final = "contract.effective"
SETTLED: Final = "contract.settled"
VOIDED: Final = "contract.voided"
TERMINATED: Final = "contract.terminated"
CONDITIONS_CHANGED: Final = "contract.conditions_changed"

TOPICS: Final = frozenset(
    {
        *(DRAFTED, DISCLOSED, SIGNING, SIGNED, EFFECTIVE, SETTLED, VOIDED, TERMINATED),
        CONDITIONS_CHANGED,
    }
)


def contract_event(row: ContractRow, **named: str) -> dict[str, object]:
    """The body of every event on a contract's stream; `named` are ids of what it is about."""
    return {
        "id": typeid_of("ctr", row.contract_id),
        "status": row.status,
        "version": row.version,
        **named,
    }


def contract_facts(row: ContractRow) -> Members:
    """What the audit keeps of a contract."""
    return {
        "status": row.status,
        "application_id": str(row.application_id),
        "number": row.number,
        "amount_minor": row.amount_minor,
        "currency": row.currency,
        "document_sha256": row.document_sha256.hex(),
        "ended_by": row.ended_by,
        "reason_code": row.reason_code,
    }
