"""What the audit keeps of an account: ids, states and days; never a number or a name."""

from typing import Final

from services.disbursement.payees.tables import PayeeAccountRow
from services.kit.audit import Members
from services.kit.identifiers import typeid_of

AGGREGATE_TYPE: Final = "payee_account"


def wire_id(row: PayeeAccountRow) -> str:
    """How others name the account."""
    return typeid_of("acct", row.account_id)


def account_facts(row: PayeeAccountRow) -> Members:
    """What the audit keeps of an account; the digest tells whether two are the same."""
    return {
        "status": row.status,
        "contract_id": str(row.contract_id),
        "destination_digest": row.destination_digest.hex(),
        "usable_from": row.usable_from.isoformat(),
        "rejection": row.rejection,
    }
