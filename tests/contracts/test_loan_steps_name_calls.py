"""Every call the next step of a loan names is an operation of the repayment service."""

import pytest

from services.repayment.loans.guidance_views import OPERATIONS
from tests.api.matrix.operations import operations

DRAWN = {operation.name: operation for operation in operations("repayment")}


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_a_call_is_there_with_its_method_and_path(name: str) -> None:
    assert OPERATIONS[name] == (DRAWN[name].method, DRAWN[name].path)
