"""Rows of what was heard to and from the domain: names and types only, nothing decided."""

from typing import Any

from services.application.domain.heard import Contract, EndedBy, Loan, Payout, Signer
from services.application.domain.lives import ContractStatus, LoanStatus, PayoutStatus
from services.application.fulfilment.tables import (
    ContractStandingRow,
    LoanStandingRow,
    PayoutStandingRow,
)
from services.kit.identifiers import typeid_of, uuid_of
from services.kit.money import Money


def contract_of(row: ContractStandingRow) -> Contract:
    """The contract a row holds."""
    return Contract(
        contract_id=row.contract_id,
        number=row.number,
        status=ContractStatus(row.status),
        signers=tuple(
            Signer(uuid_of("party", each["party_id"]), each["role"], each["has_signed"])
            for each in row.signers
        ),
        missing=tuple(row.missing),
        ended_by=None if row.ended_by is None else EndedBy(row.ended_by),
        reason_code=row.reason_code,
    )


def contract_columns(contract: Contract) -> dict[str, Any]:
    """The columns of its row that a contract fills."""
    return {
        "contract_id": contract.contract_id,
        "number": contract.number,
        "status": contract.status.value,
        "signers": [
            {
                "party_id": typeid_of("party", each.party_id),
                "role": each.role,
                "has_signed": each.has_signed,
            }
            for each in contract.signers
        ],
        "missing": list(contract.missing),
        "ended_by": None if contract.ended_by is None else contract.ended_by.value,
        "reason_code": contract.reason_code,
    }


def payout_of(row: PayoutStandingRow) -> Payout:
    """The payout a row holds."""
    return Payout(
        payout_id=row.payout_id,
        contract_id=row.contract_id,
        tranche=row.tranche,
        status=PayoutStatus(row.status),
        amount=Money(row.amount_minor, row.currency),
        value_on=row.value_on,
        reason_code=row.reason_code,
    )


def payout_columns(payout: Payout) -> dict[str, Any]:
    """The columns of its row that a payout fills."""
    return {
        "payout_id": payout.payout_id,
        "contract_id": payout.contract_id,
        "tranche": payout.tranche,
        "status": payout.status.value,
        "amount_minor": payout.amount.amount_minor,
        "currency": payout.amount.currency,
        "value_on": payout.value_on,
        "reason_code": payout.reason_code,
    }


def loan_of(row: LoanStandingRow) -> Loan:
    """The loan a row holds."""
    next_due = None
    if row.next_due_minor is not None and row.currency is not None:
        next_due = Money(row.next_due_minor, row.currency)
    return Loan(
        loan_id=row.loan_id,
        contract_id=row.contract_id,
        payout_id=row.payout_id,
        status=LoanStatus(row.status),
        opened_on=row.opened_on,
        next_due_on=row.next_due_on,
        next_due=next_due,
    )


def loan_columns(loan: Loan) -> dict[str, Any]:
    """The columns of its row that a loan fills."""
    due = loan.next_due
    return {
        "loan_id": loan.loan_id,
        "contract_id": loan.contract_id,
        "payout_id": loan.payout_id,
        "status": loan.status.value,
        "opened_on": loan.opened_on,
        "next_due_on": loan.next_due_on,
        "next_due_minor": None if due is None else due.amount_minor,
        "currency": None if due is None else due.currency,
    }
