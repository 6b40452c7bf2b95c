"""The people of the demonstration: nobody real, and just as the sandbox knows them."""

from datetime import date

import pytest
from stdnum import luhn
from stdnum.cn import ric

from deploy.demo.people import somebody
from deploy.sandbox.bureau import truth_table as bureau
from deploy.sandbox.rail import truth_table as rail

TODAY = date(2031, 3, 1)


@pytest.mark.parametrize("case", bureau.Case)
def test_their_numbers_check_and_say_what_the_bureau_says(case: bureau.Case) -> None:
    for _ in range(50):
        person = somebody(case, TODAY)
        assert ric.validate(person.identity_number) == person.identity_number
        assert bureau.case_of("person", person.identity_number) is case


def test_they_are_old_enough_and_their_card_holds_whatever_the_date() -> None:
    for _ in range(50):
        person = somebody(bureau.Case.CLEAN, TODAY)
        years = (TODAY - ric.get_birth_date(person.identity_number)).days / 365.25
        assert 27 < years < 54
        assert person.identity_valid_to > TODAY.replace(year=TODAY.year + 5)


def test_their_account_checks_and_is_ordinary() -> None:
    number = somebody(bureau.Case.CLEAN, TODAY).account_number
    assert luhn.is_valid(number)
    assert rail.case_of(number) is rail.Case.ORDINARY
