"""Who acts next on a loan, with how much, until when, and told in which words."""

from datetime import date, timedelta

import pytest

from services.repayment.loans.domain.figures import Condition, Figures, figures_of
from services.repayment.loans.domain.next_steps import TURNS, WORDS, Actor, next_step
from services.repayment.loans.domain.statuses import LoanStatus
from services.repayment.loans.guidance_views import OPERATIONS
from tests.unit.loan_engine.loans import a_loan
from tests.unit.loan_engine.servicing.histories import (
    an_agreement,
    disbursed,
    folded,
    received,
)

S = LoanStatus
DAY = timedelta(days=1)
FIRST_DUE = date(2026, 2, 15)
FIRST_MINOR = 888_488
GRACE_DAYS = 3


def on(day: date, paid_minor: int = 0, instalments: int = 12) -> Figures:
    history = [disbursed(), *([received(paid_minor, FIRST_DUE)] if paid_minor else [])]
    loan = folded(an_agreement(a_loan(instalments=instalments), grace_days=GRACE_DAYS), *history)
    found = figures_of(loan, GRACE_DAYS, day)
    assert found is not None
    return found


def test_every_status_and_every_condition_has_its_words() -> None:
    assert set(TURNS) == set(LoanStatus)
    assert set(WORDS) == set(Condition)


def test_every_call_is_one_we_know_the_way_of() -> None:
    named = {name for turn in TURNS.values() for name in turn.calls}
    assert named == set(OPERATIONS)


@pytest.mark.parametrize(
    ("day", "due_minor", "overdue_minor"),
    [
        (FIRST_DUE - DAY, 0, 0),
        (FIRST_DUE, FIRST_MINOR, 0),
        (FIRST_DUE + 3 * DAY, FIRST_MINOR, 0),
        (FIRST_DUE + 4 * DAY, FIRST_MINOR + 1_777, FIRST_MINOR + 1_777),
    ],
)
def test_the_borrower_of_a_running_loan_pays_what_falls_due(
    day: date, due_minor: int, overdue_minor: int
) -> None:
    step = next_step(S.ACTIVE, on(day), GRACE_DAYS)
    asked = step.asked
    assert asked is not None
    assert (step.actor, asked.due_on, asked.amount_minor) == (
        *(Actor.BORROWER, FIRST_DUE, FIRST_MINOR),
    )
    assert asked.grace_ends_on == FIRST_DUE + 3 * DAY
    assert asked.due_minor == due_minor
    assert asked.overdue_minor == overdue_minor
    assert step.message is WORDS[asked.condition]


def test_of_a_running_loan_that_is_paid_nothing_is_asked() -> None:
    step = next_step(S.ACTIVE, on(FIRST_DUE, 10_100_000, instalments=1), GRACE_DAYS)
    assert (step.actor, step.asked) == (Actor.NOBODY, None)
    assert next_step(S.ACTIVE, None, GRACE_DAYS).asked is None


@pytest.mark.parametrize("status", [S.PENDING, S.SETTLED, S.WRITTEN_OFF, S.SOLD])
def test_nobody_pays_on_a_loan_that_does_not_run(status: LoanStatus) -> None:
    step = next_step(status, on(FIRST_DUE), GRACE_DAYS)
    assert step.asked is None
    assert step.actor is (Actor.LENDER if status is S.PENDING else Actor.NOBODY)
