"""Whose debt it is: a business's own, or the person's behind it."""

import pytest

from services.underwriting.cases.domain.liability import is_owed_by_the_person


@pytest.mark.parametrize(
    ("customer_type", "credit_code"),
    [
        ("sole_trader", "92310000MA1FL00B7L"),
        ("sole_trader", None),
        ("startup", "92310000MA1FL00B7L"),
    ],
)
def test_a_sole_trader_owes_in_person_whatever_it_calls_itself(
    customer_type: str, credit_code: str | None
) -> None:
    assert is_owed_by_the_person(customer_type, credit_code)


@pytest.mark.parametrize(
    ("customer_type", "credit_code"),
    [
        ("startup", "91310000MA1FL00B7P"),
        ("enterprise", "91310000MA1FL00B7P"),
        ("cooperative", "93310000MA1FL00B7J"),
        ("micro_owner", None),
    ],
)
def test_a_company_owes_by_itself(customer_type: str, credit_code: str | None) -> None:
    assert not is_owed_by_the_person(customer_type, credit_code)
