"""What the sandbox bureau says of which number."""

from collections import Counter

import pytest
from stdnum.cn import ric, uscc

from deploy.sandbox.bureau.truth_table import CLEAN, NO_RECORD, Case, Figures, case_of, figures_of
from services.application.domain.customers import CustomerType
from services.application.parties.domain.credit_code import checked_credit_code
from tests.sandbox_people import magic_business, magic_person, ordinary_person


@pytest.mark.parametrize("case", Case)
def test_a_magic_number_is_a_real_one_and_picks_its_row(case: Case) -> None:
    person, business = magic_person(case), magic_business(case)
    assert ric.is_valid(person)
    assert uscc.is_valid(business)
    assert checked_credit_code(business, CustomerType.ENTERPRISE).text == business
    assert case_of("person", person) is case
    assert case_of("business", business) is case


def test_the_number_of_all_examples_is_clean() -> None:
    assert case_of("person", "110101199003070003") is Case.CLEAN


def test_a_hundred_people_of_one_row_are_easily_made() -> None:
    assert len({magic_person(Case.CLEAN) for _ in range(100)}) == 100


def test_a_number_that_is_not_magic_picks_no_row() -> None:
    assert case_of("person", "440305198511011235") is None
    assert case_of("business", "91310000MA1FL00B7P") is None
    assert case_of("business", "91310000XWA0000000") is None


def test_the_rows_say_what_their_names_say() -> None:
    def figures(case: Case) -> Figures:
        return figures_of("person", magic_person(case))

    assert figures(Case.CLEAN) == figures(Case.SLOW) == CLEAN
    assert figures(Case.THIN) == NO_RECORD
    assert figures(Case.OVERDUE_NOW).current_overdue_count == 1
    often = figures(Case.OFTEN_OVERDUE)
    assert (often.consecutive_overdue_max, often.overdue_count) == (3, 6)
    assert figures(Case.MANY_QUERIES).query_count_3m == 8
    assert figures(Case.LISTED).has_bad_status


def test_others_get_the_same_draw_each_time_and_not_all_the_same_one() -> None:
    people = [ordinary_person() for _ in range(300)]
    drawn = [figures_of("person", number) for number in people]
    assert drawn == [figures_of("person", number) for number in people]
    statuses = Counter(each.status for each in drawn)
    assert 0 < statuses["no_record"] < statuses["reported"]
    assert {each.overdue_count for each in drawn} == {0, 1}
    assert not any(each.has_bad_status or each.current_overdue_count for each in drawn)
