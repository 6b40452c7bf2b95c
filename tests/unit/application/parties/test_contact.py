"""Mobile numbers, cards and accounts; all numbers are made up."""

import pytest

from services.application.parties.domain.contact import (
    MOBILE_UNRECOGNISED,
    checked_bank_account,
    checked_bank_card,
    checked_mobile,
)
from services.application.parties.domain.findings import Refused


@pytest.mark.parametrize(
    "written",
    ["13800138000", "19912345678", "16612345678", "17012345678", "19012345678", "+8613800138000"],
)
def test_a_mobile_is_kept_as_eleven_digits(written: str) -> None:
    checked = checked_mobile(written)
    assert (checked.text, checked.warnings) == (written.removeprefix("+86"), ())


@pytest.mark.parametrize("written", ["14912345678", "15412345678", "14112345678"])
def test_a_range_the_tables_do_not_know_yet_is_a_warning(written: str) -> None:
    assert checked_mobile(written).warnings == (MOBILE_UNRECOGNISED,)


@pytest.mark.parametrize(
    "written",
    [
        "12345678901",
        "1380013800",
        "10086",
        "010-62345678",
        "+85251234567",
        "138 0013 8000",
        "１３８００１３８０００",
        "+8613800138000\n",
    ],
)
def test_what_is_no_mainland_mobile_is_refused(written: str) -> None:
    with pytest.raises(Refused, match="mobile_format"):
        checked_mobile(written)


@pytest.mark.parametrize(
    "written",
    ["6222020200000000006", "6228480402564890018", "6217000010000000011", "4111111111111111"],
)
def test_a_card_whose_check_digit_holds_is_taken(written: str) -> None:
    assert checked_bank_card(written).text == written


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("6217000010000000019", "bank_card_check_digit"),
        ("4111111111111112", "bank_card_check_digit"),
        ("622202000000000000", "bank_card_check_digit"),
        ("6222 0202 0000 0000 006", "bank_card_format"),
        ("62220202", "bank_card_format"),
    ],
)
def test_a_card_that_cannot_be_is_refused(written: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        checked_bank_card(written)


def test_an_account_is_digits_only() -> None:
    assert checked_bank_account("0200001009000012345").text == "0200001009000012345"
    with pytest.raises(Refused, match="bank_account_format"):
        checked_bank_account("CN0200001009")
