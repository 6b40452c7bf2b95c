"""How an instalment stands on a day, seen from everything known."""

from datetime import timedelta

import pytest

from services.loan_engine.schedule import schedule_of
from services.loan_engine.servicing.components import Component
from services.loan_engine.servicing.fold import fold
from services.loan_engine.servicing.instalments import InstalmentState
from services.loan_engine.servicing.transactions import Kind, Transaction
from tests.unit.loan_engine.loans import INTEREST_ONLY, a_loan
from tests.unit.loan_engine.servicing.histories import (
    HORIZON,
    PAID_OUT,
    an_agreement,
    disbursed,
    folded,
    received,
)

AGREED = an_agreement(grace_days=3)
ROW = schedule_of(AGREED.loan).rows[0]
S = InstalmentState


@pytest.mark.parametrize(
    ("paid_after", "paid_minor", "seen_after", "state"),
    [
        (9, ROW.total_minor, -1, S.SCHEDULED),
        (9, ROW.total_minor, 0, S.DUE),
        (0, 100, 0, S.PARTIAL),
        (9, ROW.total_minor, 3, S.GRACE),
        (9, ROW.total_minor, 4, S.OVERDUE),
        (3, ROW.total_minor, 3, S.PAID),
        (9, 2 * ROW.total_minor, 9, S.PAID_LATE),
        (-9, ROW.total_minor, -9, S.SCHEDULED),
        (-9, ROW.total_minor, 0, S.PAID),
    ],
)
def test_a_state_is_what_was_paid_by_the_close_of_the_day(
    paid_after: int, paid_minor: int, seen_after: int, state: InstalmentState
) -> None:
    paid_on, seen_on = (ROW.due_on + timedelta(days=days) for days in (paid_after, seen_after))
    loan = folded(AGREED, disbursed(), received(paid_minor, paid_on))
    assert loan.instalments[0].state(seen_on, AGREED.grace_days) is state


def test_what_was_forgiven_whole_is_waived() -> None:
    agreement = an_agreement(a_loan(method=INTEREST_ONLY))
    due_on = schedule_of(agreement.loan).rows[0].due_on
    waiver = Transaction(
        kind=Kind.WAIVED,
        value_date=due_on,
        reference="waiver",
        amount_minor=100_000,
        component=Component.INTEREST,
    )
    first = folded(agreement, disbursed(), waiver).instalments[0]
    assert first.state(due_on, 0) is S.WAIVED
    assert first.paid(Component.INTEREST, due_on) == 0


def test_an_instalment_of_nothing_is_paid_on_its_day() -> None:
    agreement = an_agreement(a_loan(method=INTEREST_ONLY, rate_ppm=0))
    first = folded(agreement, disbursed()).instalments[0]
    assert first.state(first.due_on, 0) is S.PAID
    assert first.state(first.due_on - timedelta(days=1), 0) is S.SCHEDULED


def test_a_loan_to_which_nothing_happened_is_empty() -> None:
    loan = fold(AGREED, [], horizon=HORIZON)
    assert (loan.lines, loan.instalments, loan.allocations) == ((), (), ())
    assert loan.line_on(PAID_OUT) is None
    assert loan.reaches is None
    assert loan.payoff_minor(PAID_OUT) == 0
