"""Which identity numbers a borrower may bear; all numbers are made up."""

from datetime import date

import pytest

from services.application.parties.domain.findings import Refused
from services.application.parties.domain.identity import (
    REGION_UNVERIFIED,
    RESIDENCE_PERMIT,
    born_on,
    checked_identity_number,
)

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("110101199003070003", "110101199003070003"),
        ("440305198511011235", "440305198511011235"),
        ("330106199512310020", "330106199512310020"),
        ("510107200002290037", "510107200002290037"),
        ("31010119880615000X", "31010119880615000X"),
        ("31010119880615000x", "31010119880615000X"),
    ],
)
def test_a_good_number_is_kept_in_one_spelling(written: str, kept: str) -> None:
    checked = checked_identity_number(written, today=TODAY)
    assert (checked.text, checked.warnings) == (kept, ())


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("330106199512310026", "identity_check_digit"),
        ("320102197802290017", "identity_birth_date"),
        ("37020219641313001X", "identity_birth_date"),
        ("110101199004310013", "identity_birth_date"),
        ("000000199001010018", "identity_region"),
        ("110101900307123", "identity_old_form"),
        ("11010119900307001", "identity_length"),
        ("360426 19910101 0071", "identity_length"),
        ("36042619910101 071", "identity_format"),
        ("１１０１０１１９９００３０７０００３", "identity_format"),
        ("X10101199003070003", "identity_format"),
        ("110101209901010017", "identity_age"),
        ("110101180001010015", "identity_age"),
    ],
)
def test_a_number_nobody_can_bear_is_refused_with_its_reason(written: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        checked_identity_number(written, today=TODAY)
    assert refused.value.code == code


@pytest.mark.parametrize("written", ["123456199001010011", "119901199001010017"])
def test_a_county_the_table_does_not_know_is_a_warning_and_no_block(written: str) -> None:
    assert checked_identity_number(written, today=TODAY).warnings == (REGION_UNVERIFIED,)


def test_a_residence_permit_of_hong_kong_is_its_own_path() -> None:
    assert checked_identity_number("810000199001010019", today=TODAY).warnings == (
        RESIDENCE_PERMIT,
    )


@pytest.mark.parametrize(
    ("today", "is_taken"),
    [
        (date(2008, 3, 6), False),
        (date(2008, 3, 7), True),  # the eighteenth birthday
        (date(2061, 3, 6), True),  # the last day of being seventy
        (date(2061, 3, 7), False),
    ],
)
def test_a_borrower_is_eighteen_to_seventy_years_old(today: date, is_taken: bool) -> None:  # noqa: FBT001
    if is_taken:
        assert checked_identity_number("110101199003070003", today=today).text
    else:
        with pytest.raises(Refused, match="identity_age"):
            checked_identity_number("110101199003070003", today=today)


def test_the_birth_date_is_read_from_the_number() -> None:
    assert born_on("510107200002290037") == date(2000, 2, 29)
