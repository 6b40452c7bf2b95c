"""What an account number's form can prove, and what readers see of it."""

import pytest

from services.disbursement.payees.domain.masks import masked_name, masked_number
from services.disbursement.payees.domain.numbers import number_fault
from tests.sandbox_accounts import ordinary_account


def test_a_card_with_its_check_digit_is_taken() -> None:
    assert number_fault(ordinary_account(), is_card=True) is None


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("621722000000001", "card_check_digit"),
        ("6217220000000000015", "card_check_digit"),
        ("62172200000000", "card_format"),
        ("62172200000000000000", "card_format"),
        ("６217220000000000014", "card_format"),
    ],
)
def test_a_card_that_cannot_be_is_refused(number: str, code: str) -> None:
    fault = number_fault(number, is_card=True)
    assert fault is not None
    assert (fault.pointer, fault.code) == ("/account_number", code)


@pytest.mark.parametrize("number", ["12345678", "1" * 30, "6217220000000000015"])
def test_a_business_account_has_no_check_digit(number: str) -> None:
    assert number_fault(number, is_card=False) is None


@pytest.mark.parametrize("number", ["1234567", "1" * 31])
def test_a_business_account_of_another_length_is_refused(number: str) -> None:
    fault = number_fault(number, is_card=False)
    assert fault is not None
    assert fault.code == "account_format"


def test_a_number_shows_its_last_four_digits() -> None:
    assert masked_number("6217220000000000014") == "****0014"


@pytest.mark.parametrize(
    ("name", "shown"), [("李小微", "李**"), ("李", "李*"), ("\u202e微小李", "微**")]
)
def test_a_masked_name_shows_its_first_character(name: str, shown: str) -> None:
    assert masked_name(name) == shown
