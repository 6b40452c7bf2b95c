"""What the audit keeps of what was heard: ids, codes, amounts and days only."""

from services.application.domain.heard import Contract, Loan, Payout
from services.kit.audit import Members
from services.kit.identifiers import typeid_of


def contract_facts(contract: Contract) -> Members:
    """What is kept on the application's chain of its contract."""
    return {
        "contract_id": typeid_of("ctr", contract.contract_id),
        "contract_status": contract.status.value,
        "contract_signatures": contract.signatures,
        "contract_ended_by": None if contract.ended_by is None else contract.ended_by.value,
        "contract_reason_code": contract.reason_code,
    }


def payout_facts(payout: Payout) -> Members:
    """What is kept on the application's chain of a payout."""
    return {
        "payout_id": typeid_of("pay", payout.payout_id),
        "payout_status": payout.status.value,
        "payout_minor": payout.amount.amount_minor,
        "payout_currency": payout.amount.currency,
        "payout_value_on": None if payout.value_on is None else payout.value_on.isoformat(),
        "payout_reason_code": payout.reason_code,
    }


def loan_facts(loan: Loan) -> Members:
    """What is kept on the application's chain of its loan."""
    return {
        "loan_id": typeid_of("loan", loan.loan_id),
        "loan_status": loan.status.value,
        "loan_payout_id": typeid_of("pay", loan.payout_id),
        "loan_opened_on": None if loan.opened_on is None else loan.opened_on.isoformat(),
    }
