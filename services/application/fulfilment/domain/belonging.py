"""Whose message it is: one contract at a time and one loan, whatever is told."""

from uuid import UUID

from services.application.domain.heard import Contract, Heard, Payout
from services.application.fulfilment.domain.errors import AnotherContract, AnotherLoan


def known_contract(heard: Heard, contract_id: UUID) -> Contract | None:
    """What is known of the contract; None for a first one, or one in place of another.

    Raises `AnotherContract`.
    """
    for each in heard.contracts:
        if each.contract_id == contract_id:
            return each
    if heard.contract is not None and not heard.contract.is_replaced:
        raise AnotherContract
    return None


def known_payout(heard: Heard, payout: Payout) -> Payout | None:
    """What is known of the payout; raises `AnotherContract` unless its contract is known."""
    if all(each.contract_id != payout.contract_id for each in heard.contracts):
        raise AnotherContract
    return next((each for each in heard.payouts if each.payout_id == payout.payout_id), None)


def require_no_other_loan(heard: Heard, loan_id: UUID) -> None:
    """Raise `AnotherLoan` if one is known and it is not this one."""
    if heard.loan is not None and heard.loan.loan_id != loan_id:
        raise AnotherLoan
