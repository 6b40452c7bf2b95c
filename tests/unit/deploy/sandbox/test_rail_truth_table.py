"""What the sandbox rail does for which account, and that its own page says so."""

import re

import pytest
from stdnum import luhn

from deploy.sandbox.rail import truth_table
from deploy.sandbox.rail.telling import calls_of
from deploy.sandbox.rail.truth_table import Case, case_of
from tests.sandbox_accounts import magic_account, ordinary_account

TOLD = {
    "key": "pay_1",
    "reference": "SR-1",
    "status": "settled",
    "amount": {"amount": 100, "currency": "CNY"},
    "account": {"number": "622299150000000001"},
    "settled_on": "2026-11-27",
    "returned_on": None,
    "code": None,
}


@pytest.mark.parametrize("case", Case)
def test_a_magic_account_checks_and_picks_its_row(case: Case) -> None:
    number = magic_account(case)
    assert luhn.is_valid(number)
    assert case_of(number) is case


@pytest.mark.parametrize("number", ["6222991", "6222999900000000001", "622299１100000000001"])
def test_any_other_account_is_ordinary(number: str) -> None:
    assert case_of(number) is case_of(ordinary_account()) is Case.ORDINARY


def test_the_table_lists_every_case() -> None:
    listed = re.findall(r"^\| (\d\d) \| (\w+) \|", truth_table.__doc__ or "", re.MULTILINE)
    assert {(int(digits), word) for digits, word in listed} == {
        (case.value, case.name.lower()) for case in Case
    }


@pytest.mark.parametrize(
    ("case", "statuses"),
    [
        (Case.ORDINARY, ["settled"]),
        (Case.DISORDERED, ["settled", "processing"]),
        (Case.FAILED_SETTLED, ["failed", "settled"]),
        (Case.SETTLED_FAILED, ["settled", "failed"]),
        (Case.STRANGER, ["settled", "settled"]),
    ],
)
def test_the_calls_come_in_the_order_of_the_case(case: Case, statuses: list[str]) -> None:
    assert [call["status"] for call in calls_of(case, TOLD)] == statuses


@pytest.mark.parametrize(
    ("case", "member"),
    [
        (Case.WRONG_AMOUNT, "amount"),
        (Case.WRONG_CURRENCY, "amount"),
        (Case.WRONG_ACCOUNT, "account"),
    ],
)
def test_a_wrong_call_is_wrong_in_one_member(case: Case, member: str) -> None:
    [call] = calls_of(case, TOLD)
    assert {name for name in TOLD if call[name] != TOLD[name]} == {member}
