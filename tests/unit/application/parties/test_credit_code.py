"""Which credit codes a business may bear; all codes but the library's sample are made up."""

import pytest

from services.application.domain.customers import CustomerType
from services.application.parties.domain.credit_code import checked_credit_code
from services.application.parties.domain.findings import Refused

ENTERPRISE, SOLE_TRADER = CustomerType.ENTERPRISE, CustomerType.SOLE_TRADER
COOPERATIVE, STARTUP = CustomerType.COOPERATIVE, CustomerType.STARTUP


@pytest.mark.parametrize(
    ("written", "customer_type"),
    [
        ("91310000MA1FL00B7P", ENTERPRISE),
        ("92110105MA01ABCD5C", SOLE_TRADER),
        ("93370181MA3CD5EFX4", COOPERATIVE),
        ("92440300MA5G7H8J1T", SOLE_TRADER),
        ("92440300ma5g7h8j1t", STARTUP),
        ("91110000600037341L", ENTERPRISE),
    ],
)
def test_a_good_code_is_kept_in_capitals(written: str, customer_type: CustomerType) -> None:
    assert checked_credit_code(written, customer_type).text == written.upper()


@pytest.mark.parametrize(
    ("written", "customer_type", "code"),
    [
        ("91110000600037341M", ENTERPRISE, "credit_code_check_digit"),
        ("9111000060003734IL", ENTERPRISE, "credit_code_format"),
        ("911100006000373", ENTERPRISE, "credit_code_length"),
        ("9131０000MA1FL00B7P", ENTERPRISE, "credit_code_format"),
        # The outer check digit holds, that of the organisation code inside does not.
        ("91310000MA1FL00B15", ENTERPRISE, "credit_code_organisation_check"),
        ("91310000MA1FL00B7P", SOLE_TRADER, "credit_code_customer_type"),
        ("92110105MA01ABCD5C", COOPERATIVE, "credit_code_customer_type"),
        ("93370181MA3CD5EFX4", ENTERPRISE, "credit_code_customer_type"),
        ("91310000MA1FL00B7P", CustomerType.FARMER, "credit_code_customer_type"),
    ],
)
def test_a_code_that_cannot_be_is_refused_with_its_reason(
    written: str, customer_type: CustomerType, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        checked_credit_code(written, customer_type)
    assert refused.value.code == code
