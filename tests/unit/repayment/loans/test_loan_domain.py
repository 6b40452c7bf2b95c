"""The life of a loan, what falls due first, and what may be taken back."""

from dataclasses import replace
from datetime import date

import pytest

from services.kit.errors import TransitionNotAllowed
from services.loan_engine.servicing.transactions import Kind, Transaction
from services.repayment.loans.domain.statuses import LOAN_MOVES, LoanStatus
from services.repayment.loans.domain.transactions import going_with_funding, is_funding_in_use

S = LoanStatus
DAY = date(2026, 3, 12)


def a_transaction(kind: Kind, reference: str, reverses: str | None = None) -> Transaction:
    return Transaction(
        kind=kind, value_date=DAY, reference=reference, amount_minor=100, reverses=reverses
    )


PAID_OUT = a_transaction(Kind.DISBURSED, "pay_1")
RECEIVED = a_transaction(Kind.RECEIVED, "bank:1")
TAKEN_BACK = a_transaction(Kind.REVERSED, "reversed:bank:1", reverses="bank:1")


@pytest.mark.parametrize(
    ("current", "target"),
    [
        (S.PENDING, S.ACTIVE),
        (S.ACTIVE, S.PENDING),
        (S.ACTIVE, S.SETTLED),
        (S.ACTIVE, S.WRITTEN_OFF),
        (S.ACTIVE, S.SOLD),
        (S.SETTLED, S.ACTIVE),
    ],
)
def test_a_loan_moves_with_its_money(current: LoanStatus, target: LoanStatus) -> None:
    assert LOAN_MOVES.step(current, target) is target


@pytest.mark.parametrize(
    ("current", "target"), [(S.ACTIVE, S.ACTIVE), (S.PENDING, S.SETTLED), (S.SETTLED, S.PENDING)]
)
def test_other_moves_are_refused(current: LoanStatus, target: LoanStatus) -> None:
    with pytest.raises(TransitionNotAllowed):
        LOAN_MOVES.step(current, target)


def test_an_ended_loan_goes_nowhere() -> None:
    assert [s for s in S if LOAN_MOVES.is_final(s)] == [S.WRITTEN_OFF, S.SOLD]


@pytest.mark.parametrize(
    "history",
    [
        (PAID_OUT, RECEIVED),
        (RECEIVED, PAID_OUT),
        (PAID_OUT, RECEIVED, replace(RECEIVED, reference="bank:2"), TAKEN_BACK),
    ],
)
def test_money_that_stands_on_the_loan_holds_its_funding(history: tuple[Transaction, ...]) -> None:
    assert is_funding_in_use(history)


@pytest.mark.parametrize(
    "history", [(PAID_OUT,), (PAID_OUT, RECEIVED, TAKEN_BACK), (TAKEN_BACK, RECEIVED, PAID_OUT)]
)
def test_with_all_of_it_taken_back_the_funding_is_free(history: tuple[Transaction, ...]) -> None:
    assert not is_funding_in_use(history)


def test_what_moved_no_money_goes_with_the_funding_the_latest_first() -> None:
    charged = replace(PAID_OUT, kind=Kind.CHARGED, reference="fee:1")
    waived = replace(PAID_OUT, kind=Kind.WAIVED, reference="waiver:1")
    gone = replace(charged, reference="fee:2")
    undone = replace(TAKEN_BACK, reference="reversed:fee:2", reverses="fee:2")
    history = (PAID_OUT, charged, gone, waived, undone)
    assert not is_funding_in_use(history)
    assert going_with_funding(history) == [waived, charged]
    assert going_with_funding((PAID_OUT, RECEIVED)) == []
