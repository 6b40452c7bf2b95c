"""A contract is settled with its loan, and takes effect again with it; nothing else moves it."""

import pytest

from services.disbursement.contracts.domain.serviced import LoanStatus, step_of
from services.disbursement.domain.statuses import CONTRACT_MOVES, ContractStatus

MOVES = {
    (ContractStatus.EFFECTIVE, LoanStatus.SETTLED): ContractStatus.SETTLED,
    (ContractStatus.SETTLED, LoanStatus.ACTIVE): ContractStatus.EFFECTIVE,
}


@pytest.mark.parametrize("contract", ContractStatus)
@pytest.mark.parametrize("loan", LoanStatus)
def test_only_these_moves_are_made(contract: ContractStatus, loan: LoanStatus) -> None:
    step, target = step_of(contract, loan), MOVES.get((contract, loan))
    assert (step and step.target) == target
    if target is not None:
        assert CONTRACT_MOVES.step(contract, target) is target
