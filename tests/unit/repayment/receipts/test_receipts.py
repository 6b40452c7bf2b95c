"""A receipt: when it is told again, what is wrong with it, and what became of its money."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from services.kit.errors import TransitionNotAllowed
from services.kit.money import Money
from services.loan_engine.servicing.components import Component
from services.loan_engine.servicing.transactions import Kind, PrepaymentMode
from services.repayment.loans.domain.owing import NOTHING, Owing, owing_on, status_by
from services.repayment.loans.domain.statuses import LoanStatus
from services.repayment.receipts.domain import use
from services.repayment.receipts.domain.receipt import (
    Payer,
    Receipt,
    faults_of,
    reference_of,
    transaction_of,
)
from services.repayment.receipts.domain.statuses import (
    ON_THE_LOAN,
    REPAYMENT_MOVES,
    RepaymentStatus,
)
from tests.unit.repayment.receipts.folded import BEGAN, FIRST_DUE, LOAN, after, happened

S = RepaymentStatus
DAY = timedelta(days=1)
RECEIPT = Receipt(
    loan_id=UUID(int=1),
    amount=Money(500, "CNY"),
    value_date=FIRST_DUE,
    channel="bank_transfer",
    external_reference="r-1",
    payer=Payer.BORROWER,
)


@pytest.mark.parametrize("day", [FIRST_DUE, None])
def test_the_same_again_is_told_again_with_or_without_its_day(day: date | None) -> None:
    assert replace(RECEIPT, value_date=day).is_told_again(RECEIPT)


@pytest.mark.parametrize(
    "other",
    [
        replace(RECEIPT, value_date=FIRST_DUE + DAY),
        replace(RECEIPT, amount=Money(501, "CNY")),
        replace(RECEIPT, loan_id=UUID(int=2)),
        replace(RECEIPT, payer=Payer.GUARANTOR),
        replace(RECEIPT, mode=PrepaymentMode.REDUCE_TERM),
        replace(RECEIPT, quote_id=UUID(int=3)),
    ],
)
def test_anything_else_is_another_receipt(other: Receipt) -> None:
    assert not other.is_told_again(RECEIPT)


def test_a_receipt_happens_as_received_or_as_prepaid() -> None:
    plain = transaction_of(UUID(int=9), RECEIPT, FIRST_DUE)
    assert (plain.kind, plain.reference) == (Kind.RECEIVED, reference_of(UUID(int=9)))
    early = replace(RECEIPT, mode=PrepaymentMode.REDUCE_TERM)
    prepaid = transaction_of(UUID(int=9), early, BEGAN)
    assert (prepaid.kind, prepaid.mode) == (Kind.PREPAID, PrepaymentMode.REDUCE_TERM)
    assert (prepaid.value_date, prepaid.amount_minor) == (BEGAN, 500)


@pytest.mark.parametrize(
    ("receipt", "codes"),
    [
        (RECEIPT, []),
        (replace(RECEIPT, value_date=None), []),
        (replace(RECEIPT, value_date=FIRST_DUE + DAY), ["in_the_future"]),
        (replace(RECEIPT, value_date=BEGAN - DAY), ["before_disbursement"]),
        (
            replace(RECEIPT, amount=Money(1, "USD"), value_date=BEGAN - DAY),
            ["other_currency", "before_disbursement"],
        ),
    ],
)
def test_everything_wrong_is_pointed_at(receipt: Receipt, codes: list[str]) -> None:
    faults = faults_of(receipt, "CNY", BEGAN, FIRST_DUE)
    assert [fault.code for fault in faults] == codes


def test_what_is_to_come_of_a_receipt_is_not_shown_yet() -> None:
    loan = after(happened(Kind.RECEIVED, 888_488, BEGAN, "a"))
    before = use.use_of(loan, FIRST_DUE - DAY, "a", 888_488)
    assert (before.parts, before.unapplied_minor) == ((), 888_488)
    on_it = use.use_of(loan, FIRST_DUE, "a", 888_488)
    assert (on_it.applied_minor, on_it.unapplied_minor) == (888_488, 0)
    assert use.use_of(loan, FIRST_DUE, "another", 888_488).applied_minor == 0


def test_what_went_back_was_not_applied() -> None:
    loan = after(
        happened(Kind.RECEIVED, 700, BEGAN, "a"), happened(Kind.REFUNDED, 300, BEGAN, "back")
    )
    found = use.use_of(loan, BEGAN, "a", 700)
    assert (found.applied_minor, found.given_back_minor, found.unapplied_minor) == (0, 300, 400)


@pytest.mark.parametrize(
    ("applied", "owes_nothing", "status"),
    [
        (False, False, S.POSTED),
        (False, True, S.SUSPENDED),
        (True, True, S.POSTED),
        (True, False, S.POSTED),
    ],
)
def test_a_receipt_is_suspended_when_nothing_is_owed_and_it_paid_nothing(
    applied: bool,  # noqa: FBT001 - a case of the table
    owes_nothing: bool,  # noqa: FBT001 - a case of the table
    status: RepaymentStatus,
) -> None:
    loan = after(happened(Kind.RECEIVED, 700, FIRST_DUE, "a"))
    found = use.use_of(loan, FIRST_DUE, "a" if applied else "b", 700)
    assert use.status_by(found, owes_nothing=owes_nothing) is status


def test_a_repayment_ends_reversed_or_refunded_unless_that_comes_back() -> None:
    assert [s for s in S if REPAYMENT_MOVES.is_final(s)] == [S.REVERSED]
    assert REPAYMENT_MOVES.moves[S.REFUNDED] == ON_THE_LOAN
    for status in (S.RECEIVED, *ON_THE_LOAN):
        assert REPAYMENT_MOVES.step(status, S.REVERSED) is S.REVERSED
    with pytest.raises(TransitionNotAllowed):
        REPAYMENT_MOVES.step(S.REFUNDED, S.REVERSED)


def test_what_is_owed_is_that_of_the_opening() -> None:
    loan = after()
    assert owing_on(loan, BEGAN - DAY) == NOTHING
    late = owing_on(loan, FIRST_DUE + 11 * DAY)
    assert (late.principal_minor, late.days_past_due) == (LOAN.principal_minor, 10)
    line = loan.line_on(FIRST_DUE + 11 * DAY)
    assert line is not None
    assert late.in_all_minor > LOAN.principal_minor + line.owed(Component.PENALTY, FIRST_DUE)


@pytest.mark.parametrize(
    ("owed", "status", "becomes"),
    [
        (0, LoanStatus.ACTIVE, LoanStatus.SETTLED),
        (1, LoanStatus.ACTIVE, LoanStatus.ACTIVE),
        (1, LoanStatus.SETTLED, LoanStatus.ACTIVE),
        (0, LoanStatus.SETTLED, LoanStatus.SETTLED),
        (0, LoanStatus.PENDING, LoanStatus.PENDING),
        (1, LoanStatus.WRITTEN_OFF, LoanStatus.WRITTEN_OFF),
    ],
)
def test_a_loan_stands_by_what_it_owes(owed: int, status: LoanStatus, becomes: LoanStatus) -> None:
    assert status_by(Owing(owed, owed, 0), status) is becomes
