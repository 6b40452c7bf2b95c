"""From which day on a loan is late, if nothing more happens: what neighbours count on from."""

from datetime import date, timedelta

import pytest

from services.loan_engine.servicing.components import Component
from services.loan_engine.servicing.fold import Folded
from services.loan_engine.servicing.transactions import Kind, Transaction
from services.loan_engine.terms import Fee, FeeTiming
from services.repayment.loans.domain.owing import owing_on
from tests.unit.loan_engine.loans import a_loan
from tests.unit.loan_engine.servicing.histories import (
    PAID_OUT,
    an_agreement,
    disbursed,
    folded,
    prepaid,
    received,
    reversal_of,
)

DAY = timedelta(days=1)
FIRST_DUE, SECOND_DUE = date(2026, 2, 15), date(2026, 3, 15)
FIRST_MINOR = 888_488
FEE_MINOR = 5_000
WITH_A_FEE = an_agreement(
    a_loan(fees=(Fee("service", FEE_MINOR, FeeTiming.DISBURSEMENT),)), grace_days=3
)


def after(*happened: Transaction) -> Folded:
    return folded(WITH_A_FEE, disbursed(), *happened)


FEE = received(FEE_MINOR, PAID_OUT)
FIRST = received(FIRST_MINOR, FIRST_DUE)
SHORT = received(FIRST_MINOR - 1, FIRST_DUE)
EARLY = received(FIRST_MINOR + FEE_MINOR, PAID_OUT + DAY)
TOO_MUCH = received(70_000, PAID_OUT + DAY, "bounced")
REFUND = Transaction(
    kind=Kind.REFUNDED, value_date=FIRST_DUE + DAY, reference="refund", amount_minor=70_000
)
WAIVER = Transaction(
    kind=Kind.WAIVED,
    value_date=PAID_OUT + DAY,
    reference="waiver",
    amount_minor=FEE_MINOR,
    component=Component.FEE,
)
HISTORIES = {
    "nothing paid, not even the fee of the first day": (after(), FIRST_DUE),
    "the fee paid": (after(FEE), FIRST_DUE),
    "an instalment paid in time": (after(FEE, FIRST), SECOND_DUE),
    "one fen short": (after(FEE, SHORT), FIRST_DUE),
    "money that waits for what falls due": (after(EARLY), SECOND_DUE),
    "a fee forgiven": (after(FIRST, WAIVER), SECOND_DUE),
    "a receipt taken back": (after(FEE, FIRST, reversal_of(FIRST, SECOND_DUE)), FIRST_DUE),
    "given back what is missing since": (
        after(FEE, TOO_MUCH, FIRST, REFUND, reversal_of(TOO_MUCH, SECOND_DUE - DAY)),
        SECOND_DUE,
    ),
}


@pytest.mark.parametrize(("loan", "late_after"), HISTORIES.values(), ids=HISTORIES)
def test_days_past_due_are_those_since_then_on_every_day_to_come(
    loan: Folded, late_after: date
) -> None:
    told = SECOND_DUE
    assert owing_on(loan, told).late_after == late_after
    for days in range(200):
        line = loan.line_on(told + days * DAY)
        assert line is not None
        on = told + days * DAY
        assert line.days_past_due(on) == max(0, (on - late_after).days)


def test_what_is_paid_off_is_never_late() -> None:
    given_back = after(FEE, prepaid(10_000_000, PAID_OUT))
    assert owing_on(given_back, PAID_OUT).late_after is None


def test_what_was_given_back_and_is_missing_is_outstanding() -> None:
    """The loan is paid off, 70,000 are paid again and go back, and one of the two bounces."""
    paid_off = prepaid(10_000_000 + FEE_MINOR, PAID_OUT)
    running = owing_on(after(TOO_MUCH, REFUND, reversal_of(TOO_MUCH, SECOND_DUE)), SECOND_DUE)
    ended = owing_on(after(paid_off, TOO_MUCH, REFUND), SECOND_DUE)
    missing = owing_on(
        after(paid_off, TOO_MUCH, REFUND, reversal_of(TOO_MUCH, SECOND_DUE)), SECOND_DUE
    )
    assert (ended.outstanding_minor, ended.in_all_minor) == (0, 0)
    assert (missing.outstanding_minor, missing.in_all_minor) == (70_000, 70_000)
    assert missing.late_after is None
    assert running.outstanding_minor == 10_000_000 + 70_000
