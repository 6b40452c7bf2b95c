"""What a loan comes to on a day, part by part, and how punctual it is."""

from datetime import date, timedelta

import pytest

from services.loan_engine.servicing.components import Component
from services.loan_engine.servicing.fold import Folded
from services.loan_engine.servicing.transactions import Kind, Transaction
from services.loan_engine.terms import Fee, FeeTiming
from services.repayment.loans.domain.figures import Condition, Figures, figures_of, next_due_of
from services.repayment.loans.domain.owing import owing_on
from services.repayment.loans.domain.terms import Due
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
FIRST_DUE = date(2026, 2, 15)
FIRST_MINOR = 888_488
GRACE_DAYS = 3
AGREEMENT = an_agreement(grace_days=GRACE_DAYS)
UNPAID = folded(AGREEMENT, disbursed())


def of(day: date, *paid: tuple[int, date]) -> Figures:
    loan = folded(AGREEMENT, disbursed(), *(received(amount, on) for amount, on in paid))
    found = figures_of(loan, GRACE_DAYS, day)
    assert found is not None
    return found


def in_all(parts: object) -> int:
    assert isinstance(parts, dict)
    return sum(parts.values())


def test_before_anything_happened_there_are_no_figures() -> None:
    assert figures_of(UNPAID, GRACE_DAYS, PAID_OUT - DAY) is None
    assert figures_of(folded(AGREEMENT), GRACE_DAYS, PAID_OUT) is None


@pytest.mark.parametrize(
    ("day", "condition", "days_past_due"),
    [
        (FIRST_DUE, Condition.CURRENT, 0),
        (FIRST_DUE + DAY, Condition.GRACE, 1),
        (FIRST_DUE + 3 * DAY, Condition.GRACE, 3),
        (FIRST_DUE + 4 * DAY, Condition.OVERDUE, 4),
        (FIRST_DUE + 91 * DAY, Condition.OVERDUE, 91),
        (FIRST_DUE + 92 * DAY, Condition.NON_ACCRUAL, 92),
    ],
)
def test_a_loan_nobody_pays_grows_worse(
    day: date, condition: Condition, days_past_due: int
) -> None:
    found = of(day)
    assert (found.condition, found.days_past_due) == (condition, days_past_due)


def test_on_its_due_date_an_instalment_is_due_and_in_its_grace_not_overdue() -> None:
    found = of(FIRST_DUE)
    assert found.due == {
        Component.FEE: 0,
        Component.PENALTY: 0,
        Component.COMPOUND: 0,
        Component.INTEREST: 100_000,
        Component.PRINCIPAL: 788_488,
    }
    assert in_all(found.overdue) == 0
    assert in_all(of(FIRST_DUE + 3 * DAY).overdue) == 0


def test_past_the_grace_it_is_overdue_with_what_lateness_added() -> None:
    found = of(FIRST_DUE + 4 * DAY)
    # 7,884.88 and 1,000.00 for four nights at 18 per cent over 360.
    assert found.overdue[Component.PENALTY] == 1_577
    assert found.overdue[Component.COMPOUND] == 200
    assert in_all(found.overdue) == FIRST_MINOR + 1_577 + 200
    assert found.due == found.overdue
    assert found.owed[Component.PRINCIPAL] == 10_000_000
    assert found.payoff_minor == in_all(found.owed)


def test_a_payment_counts_from_its_day_part_by_part() -> None:
    paid = (500_000, FIRST_DUE)
    assert in_all(of(FIRST_DUE - DAY, paid).paid) == 0
    found = of(FIRST_DUE, paid)
    assert found.paid[Component.INTEREST] == 100_000
    assert found.paid[Component.PRINCIPAL] == 400_000
    assert in_all(found.due) == FIRST_MINOR - 500_000
    assert found.owed[Component.PRINCIPAL] == 9_600_000
    assert found.next_due == Due(FIRST_DUE, FIRST_MINOR - 500_000)


def test_money_that_came_early_waits_and_what_is_next_is_less_by_it() -> None:
    found = of(FIRST_DUE - 5 * DAY, (1_000_000, FIRST_DUE - 5 * DAY))
    assert found.suspense_minor == 1_000_000
    assert in_all(found.due) == 0
    second = FIRST_MINOR - (1_000_000 - FIRST_MINOR)
    assert found.next_due == Due(date(2026, 3, 15), second)
    assert found.payoff_minor == in_all(found.owed) - 1_000_000


def test_a_fee_of_the_first_day_is_due_at_once_and_makes_nobody_late() -> None:
    agreement = an_agreement(a_loan(fees=(Fee("service", 5_000, FeeTiming.DISBURSEMENT),)))
    loan = folded(agreement, disbursed())
    assert next_due_of(loan) == Due(PAID_OUT, 5_000)
    found = figures_of(loan, 0, PAID_OUT + DAY)
    assert found is not None
    assert (found.overdue[Component.FEE], found.days_past_due) == (5_000, 0)


def test_a_loan_that_is_paid_off_is_settled_since_that_day() -> None:
    agreement = an_agreement(a_loan(instalments=1))
    owed = 10_100_000
    loan = folded(agreement, disbursed(), received(owed, FIRST_DUE))
    assert next_due_of(loan) is None
    for day in (FIRST_DUE, FIRST_DUE + DAY, FIRST_DUE + 400 * DAY):
        found = figures_of(loan, 0, day)
        assert found is not None
        assert (found.settled_on, found.payoff_minor) == (FIRST_DUE, 0)
    before = figures_of(loan, 0, FIRST_DUE - DAY)
    assert before is not None
    assert before.settled_on is None


def test_a_loan_of_which_one_fen_is_left_is_not_settled() -> None:
    loan = folded(an_agreement(a_loan(instalments=1)), disbursed(), received(10_099_999, FIRST_DUE))
    found = figures_of(loan, 0, FIRST_DUE)
    assert found is not None
    assert found.settled_on is None


REFUND = Transaction(
    kind=Kind.REFUNDED, value_date=FIRST_DUE + DAY, reference="refund", amount_minor=70_000
)


def overpaid(instalments: int, owed: int, short: int = 0) -> Folded:
    """Two receipts, 70,000 too much and that given back; then the first one bounced.

    The second one is `short` of what was `owed`.
    """
    agreement = an_agreement(a_loan(instalments=instalments))
    first = received(70_000 + short, PAID_OUT, "bounced")
    history = [disbursed(), first, received(owed - short, FIRST_DUE), REFUND]
    return folded(agreement, *history, reversal_of(first, FIRST_DUE + 2 * DAY))


def test_nothing_is_settled_while_what_was_given_back_is_missing() -> None:
    loan = overpaid(instalments=1, owed=10_100_000)
    found = figures_of(loan, 0, REFUND.value_date)
    assert found is not None
    assert (in_all(found.owed), found.suspense_minor, found.payoff_minor) == (0, -70_000, 70_000)
    assert found.settled_on is None
    assert found.next_due == Due(REFUND.value_date, 70_000)
    assert found.payable_minor == 70_000
    assert owing_on(loan, REFUND.value_date).in_all_minor == 70_000


def test_what_is_missing_is_asked_for_before_what_falls_due_later() -> None:
    loan = overpaid(instalments=12, owed=FIRST_MINOR)
    assert next_due_of(loan) == Due(REFUND.value_date, 70_000)


def test_what_is_missing_is_asked_for_on_top_of_what_is_due_already() -> None:
    loan = overpaid(instalments=12, owed=FIRST_MINOR, short=1)
    assert next_due_of(loan) == Due(FIRST_DUE, 70_001)
    found = figures_of(loan, 0, REFUND.value_date)
    assert found is not None
    assert found.payable_minor == in_all(found.due) + 70_000


def test_a_loan_given_back_on_its_first_day_is_settled_on_it() -> None:
    loan = folded(AGREEMENT, disbursed(), prepaid(10_000_000, PAID_OUT))
    for day in (PAID_OUT, PAID_OUT + 40 * DAY):
        found = figures_of(loan, GRACE_DAYS, day)
        assert found is not None
        assert (found.settled_on, found.payoff_minor) == (PAID_OUT, 0)
