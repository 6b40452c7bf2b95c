"""When a refund fits: what is there, of its own receipt, the oldest first, and once."""

from datetime import timedelta

import pytest

from services.loan_engine.servicing.transactions import Kind, Transaction
from services.repayment.receipts.domain.errors import MoneyGivenBack, NotWaiting
from services.repayment.receipts.domain.refunding import Refunding, require_there
from tests.unit.repayment.receipts.folded import BEGAN, FIRST_DUE, after, happened

DAY = timedelta(days=1)
NEXT = BEGAN + 4 * DAY
OLDER = happened(Kind.RECEIVED, 300, BEGAN + DAY, "older")
YOUNGER = happened(Kind.RECEIVED, 200, BEGAN + 2 * DAY, "younger")
WAITING = (OLDER, YOUNGER)
# The older one was given back, and then one before it came to be known.
KNOWN_LATER = happened(Kind.RECEIVED, 300, BEGAN, "known later")
GIVEN = happened(Kind.REFUNDED, 300, BEGAN + 3 * DAY, "refund 1")
OVERTAKEN = (OLDER, GIVEN, KNOWN_LATER)


def fits(
    history: tuple[Transaction, ...],
    of: str,
    amount: int,
    *,
    idle: int = 300,
    **named: int,
) -> bool:
    gone = happened(Kind.REFUNDED, amount, NEXT, "refund 2")
    refunding = Refunding(reference=of, amount_minor=amount, idle_minor=idle, named=named)
    try:
        refunding.require_fit(after(*history), after(*history, gone), NEXT)
    except NotWaiting:
        return False
    return True


@pytest.mark.parametrize("amount", [1, 300])
def test_what_waits_of_the_oldest_receipt_goes_back(amount: int) -> None:
    assert fits(WAITING, "older", amount)


@pytest.mark.parametrize(("of", "amount"), [("older", 301), ("older", 600), ("younger", 200)])
def test_more_than_waits_of_it_or_younger_money_does_not(of: str, amount: int) -> None:
    assert not fits(WAITING, of, amount)


def test_money_that_is_not_there_does_not_go_back() -> None:
    assert not fits((OLDER, GIVEN), "younger", 200)


def test_what_paid_something_does_not_go_back() -> None:
    paying = (OLDER, happened(Kind.CHARGED, 250, BEGAN + 2 * DAY, "fee"))
    assert fits(paying, "older", 50, idle=50)
    assert not fits(paying, "older", 51, idle=50)


def test_what_was_given_back_does_not_go_back_again_for_older_money_known_later() -> None:
    assert not fits(OVERTAKEN, "older", 300, older=300)
    assert not fits(OVERTAKEN, "older", 1, older=300)


def test_the_older_money_that_was_known_later_goes_back_though_younger_is_taken_for_it() -> None:
    assert fits(OVERTAKEN, "known later", 300, older=300)
    assert fits((*OVERTAKEN, YOUNGER), "younger", 200, idle=200, older=300)
    assert not fits((*OVERTAKEN, YOUNGER), "younger", 201, idle=200, older=300)


def test_what_goes_out_later_for_it_does_not_count() -> None:
    later = happened(Kind.RECEIVED, 200, FIRST_DUE, "later")
    assert not fits((later,), "later", 200, idle=200)


# 10,000,000 are owed and 5,000 of interest a day; the older one waits, and goes back.
LARGE = happened(Kind.RECEIVED, 9_000_000, BEGAN + DAY, "large")
LARGE_BACK = happened(Kind.REFUNDED, 9_000_000, BEGAN + 3 * DAY, "large back")
EARLY = happened(Kind.PREPAID, 1_500_000, BEGAN + 2 * DAY, "early")
MADE_UP = happened(Kind.RECEIVED, 9_000_000, NEXT, "made up")


def is_there(known_later: Transaction, *history: Transaction) -> bool:
    try:
        require_there(after(*history), after(*history, known_later))
    except MoneyGivenBack:
        return False
    return True


def test_what_was_given_back_ends_no_loan_before() -> None:
    assert is_there(EARLY, LARGE)
    assert not is_there(EARLY, LARGE, LARGE_BACK)
    assert not is_there(EARLY, LARGE, LARGE_BACK, MADE_UP)


def test_nor_with_a_receipt_of_before_a_prepayment() -> None:
    small = happened(Kind.PREPAID, 1_000_000, BEGAN + 2 * DAY, "early")
    assert is_there(happened(Kind.RECEIVED, 1_000, BEGAN, "later"), LARGE, small, LARGE_BACK)
    assert not is_there(happened(Kind.RECEIVED, 50_000, BEGAN, "later"), LARGE, small, LARGE_BACK)


def test_what_is_missing_already_keeps_no_money_away() -> None:
    assert is_there(happened(Kind.RECEIVED, 300, BEGAN + DAY, "again"), GIVEN)
