"""What a contract is called."""

from datetime import date
from uuid import UUID

from services.disbursement.contracts.domain.numbers import contract_number

DAY = date(2026, 11, 27)


def test_a_number_is_the_day_and_the_tail_of_the_identifier() -> None:
    assert contract_number(UUID(int=0), DAY) == "XW20261127-00000000"
    assert contract_number(UUID(int=32 * 31 + 1), DAY) == "XW20261127-000000Z1"
    assert contract_number(UUID(int=2**40), DAY) == "XW20261127-00000000"
