"""Every call the next step of a loan, refund or waiver names is one of the repayment service."""

import pytest

from services.repayment.loans.guidance_views import OPERATIONS
from services.repayment.receipts import proposal_views
from tests.api.matrix.operations import operations

DRAWN = {operation.name: operation for operation in operations("repayment")}


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_a_call_is_there_with_its_method_and_path(name: str) -> None:
    assert OPERATIONS[name] == (DRAWN[name].method, DRAWN[name].path)


@pytest.mark.parametrize("name", sorted(proposal_views.OPERATIONS))
def test_a_decision_is_there_with_its_path(name: str) -> None:
    assert ("POST", proposal_views.OPERATIONS[name]) == (DRAWN[name].method, DRAWN[name].path)
