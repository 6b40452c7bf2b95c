"""A fee charged late in a day takes back nothing that the day's money has paid."""

from datetime import timedelta

import pytest

from services.loan_engine.servicing.transactions import Kind, Transaction
from services.repayment.receipts.domain.errors import MoneyAlreadyUsed
from services.repayment.receipts.domain.fees import require_unused
from tests.unit.repayment.receipts.folded import BEGAN, FIRST_DUE, after, happened

INSTALMENT = 888_488
FEE = 5_000
NEXT = BEGAN + timedelta(days=2)


def charge(*history: Transaction) -> None:
    """Charge a fee on the day of the last thing that happened."""
    on = history[-1].value_date
    fee = happened(Kind.CHARGED, FEE, on, "fee:notice:1")
    require_unused(after(*history), after(*history, fee), on)


@pytest.mark.parametrize("waiting", [FEE - 1, FEE, FEE + 1])
def test_money_that_waits_pays_a_fee(waiting: int) -> None:
    charge(happened(Kind.RECEIVED, waiting, NEXT, "bank:1"))


def test_so_does_what_an_instalment_left_over() -> None:
    charge(happened(Kind.RECEIVED, INSTALMENT + FEE, FIRST_DUE, "bank:1"))
    with pytest.raises(MoneyAlreadyUsed):
        charge(happened(Kind.RECEIVED, INSTALMENT + FEE - 1, FIRST_DUE, "bank:1"))


def test_an_instalment_that_was_paid_stays_paid() -> None:
    paid = happened(Kind.RECEIVED, INSTALMENT, FIRST_DUE, "bank:1")
    with pytest.raises(MoneyAlreadyUsed):
        charge(paid)
    fee = happened(Kind.CHARGED, FEE, FIRST_DUE + timedelta(days=1), "fee:notice:1")
    require_unused(after(paid), after(paid, fee), fee.value_date)


def test_a_loan_that_was_prepaid_stays_so() -> None:
    with pytest.raises(MoneyAlreadyUsed):
        charge(happened(Kind.PREPAID, 1_000_000, NEXT, "bank:1"))


def test_what_was_given_back_is_not_missing_after_it() -> None:
    waited = happened(Kind.RECEIVED, FEE, BEGAN, "bank:1")
    given_back = happened(Kind.REFUNDED, FEE, NEXT, "refund:1")
    with pytest.raises(MoneyAlreadyUsed):
        charge(waited, given_back)
    charge(waited, happened(Kind.RECEIVED, FEE, NEXT, "bank:2"), given_back)
