"""Figures worked out by hand: lateness, where money goes, early repayment."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.loan_engine.day_count import DayCount
from services.loan_engine.refusals import EngineRefusal
from services.loan_engine.schedule import schedule_of
from services.loan_engine.servicing.components import Component
from services.loan_engine.servicing.instalments import Origin
from services.loan_engine.servicing.transactions import Kind, PrepaymentMode, Transaction
from tests.unit.loan_engine.loans import ACTUAL_360, BULLET, a_loan, minor
from tests.unit.loan_engine.servicing.histories import (
    PAID_OUT,
    an_agreement,
    disbursed,
    folded,
    owed,
    paid_as_agreed,
    prepaid,
    received,
)

C = Component
BOOK = an_agreement()
# 8,000 of principal and 1,000 of interest fall due once, on 15 February, at 12 per cent.
ONE_DAY = date(2026, 2, 15)
ONCE = an_agreement(
    a_loan(principal_minor=minor("8000"), instalments=1, method=BULLET, rate_ppm=120_000)
)


def refunded(amount: str, on: date) -> Transaction:
    return Transaction(
        kind=Kind.REFUNDED, value_date=on, reference="refund", amount_minor=minor(amount)
    )


def test_what_falls_due_is_the_schedule() -> None:
    loan, schedule = folded(BOOK, disbursed()), schedule_of(BOOK.loan)
    billed = [
        (one.number, one.due_on, one.due[C.PRINCIPAL], one.due[C.INTEREST], one.balance_minor)
        for one in loan.instalments
    ]
    assert billed == [
        (row.number, row.due_on, row.principal_minor, row.interest_minor, row.balance_minor)
        for row in schedule.rows
    ]


def test_overdue_principal_bears_one_and_a_half_times_the_rate() -> None:
    loan = folded(ONCE, disbursed(minor("8000")))
    assert owed(loan, ONE_DAY + timedelta(days=45))[C.PENALTY] == minor("180")


def test_unpaid_interest_bears_compound_at_the_penalty_rate() -> None:
    # 1,000 of interest fall due once: 100,000 for a month at 12 per cent.
    loan = folded(an_agreement(a_loan(instalments=1, method=BULLET)), disbursed())
    assert owed(loan, ONE_DAY + timedelta(days=45))[C.COMPOUND] == minor("22.50")


def test_no_compound_where_none_was_agreed() -> None:
    agreement = an_agreement(a_loan(instalments=1, method=BULLET), bears_compound=False)
    assert owed(folded(agreement, disbursed()), ONE_DAY + timedelta(days=45))[C.COMPOUND] == 0


def test_penalties_run_over_a_year_of_365_days_where_interest_does() -> None:
    terms = a_loan(instalments=1, method=BULLET, day_count=DayCount.ACTUAL_365)
    late = owed(folded(an_agreement(terms), disbursed()), ONE_DAY + timedelta(days=73))
    assert late[C.PENALTY] == minor("3600")  # 100,000 at 18 per cent for a fifth of a year


def test_money_goes_to_fee_penalty_compound_interest_principal() -> None:
    """5,000 against fee 200, penalty 180, compound 22.50, interest 1,000, principal 8,000."""
    # 8,000 for fifteen months at 10 per cent bear 1,000; overdue, 18 per cent.
    terms = a_loan(principal_minor=minor("8000"), instalments=15, method=BULLET, rate_ppm=100_000)
    agreement = an_agreement(terms, penalty_multiple_ppm=1_800_000)
    day = terms.due_on(15) + timedelta(days=45)
    fee = Transaction(
        kind=Kind.CHARGED, value_date=day, reference="notice", amount_minor=minor("200")
    )
    happened = (disbursed(minor("8000")), fee)
    assert owed(folded(agreement, *happened), day) == {
        C.FEE: minor("200"),
        C.PENALTY: minor("180"),
        C.COMPOUND: minor("22.50"),
        C.INTEREST: minor("1000"),
        C.PRINCIPAL: minor("8000"),
    }
    loan = folded(agreement, *happened, received(minor("5000"), day))
    assert {one.component: one.amount_minor for one in loan.allocations} == {
        C.FEE: minor("200"),
        C.PENALTY: minor("180"),
        C.COMPOUND: minor("22.50"),
        C.INTEREST: minor("1000"),
        C.PRINCIPAL: minor("3597.50"),
    }


def test_what_is_paid_within_the_grace_bears_nothing() -> None:
    agreement = an_agreement(grace_days=3)
    due = schedule_of(agreement.loan).rows[0]
    in_time = folded(
        agreement, disbursed(), received(due.total_minor, due.due_on + timedelta(days=3))
    )
    after = owed(in_time, due.due_on + timedelta(days=20))
    assert (after[C.PENALTY], after[C.COMPOUND]) == (0, 0)


@pytest.mark.parametrize(
    ("is_forfeited", "nights"), [(True, 4), (False, 1)], ids=["from the due date", "from its end"]
)
def test_a_missed_grace_bears_penalties(*, is_forfeited: bool, nights: int) -> None:
    agreement = an_agreement(
        a_loan(instalments=1, method=BULLET), grace_days=3, is_grace_forfeited=is_forfeited
    )
    loan = folded(agreement, disbursed())
    assert owed(loan, ONE_DAY + timedelta(days=3))[C.PENALTY] == 0
    assert owed(loan, ONE_DAY + timedelta(days=4))[C.PENALTY] == nights * minor("50")


def test_settling_after_three_instalments_takes_interest_for_the_days_used() -> None:
    loan = folded(BOOK, disbursed(), *paid_as_agreed(BOOK, 3))
    day = date(2026, 4, 25)
    now = owed(loan, day)
    assert (now[C.PRINCIPAL], now[C.INTEREST]) == (minor("76108.02"), minor("253.69"))
    assert loan.payoff_minor(day) == minor("76361.71")


def test_an_early_payment_lowers_the_instalment() -> None:
    paid = paid_as_agreed(BOOK, 6)
    loan = folded(BOOK, disbursed(), *paid, prepaid(minor("20000"), paid[-1].value_date))
    coming = [one for one in loan.instalments if one.due_on > paid[-1].value_date]
    assert [sum(one.due.values()) for one in coming] == [minor("5433.91")] * 5 + [minor("5433.90")]
    (early,) = [one for one in loan.instalments if one.origin is Origin.PREPAYMENT]
    assert early.due == {C.INTEREST: 0, C.PRINCIPAL: minor("20000")}


def test_an_early_payment_shortens_the_term() -> None:
    paid = paid_as_agreed(BOOK, 6)
    early = prepaid(minor("20000"), paid[-1].value_date, PrepaymentMode.REDUCE_TERM)
    loan = folded(BOOK, disbursed(), *paid, early)
    coming = [one for one in loan.instalments if one.due_on > early.value_date]
    assert [sum(one.due.values()) for one in coming] == [minor("8884.88")] * 3 + [minor("5579.49")]


def test_an_early_payment_between_due_dates_pays_the_days_first() -> None:
    terms = a_loan(**ACTUAL_360)
    agreement = an_agreement(terms)
    day = PAID_OUT + timedelta(days=10)
    loan = folded(agreement, disbursed(), prepaid(minor("50000"), day))
    (early,) = [one for one in loan.instalments if one.origin is Origin.PREPAYMENT]
    assert early.due == {C.INTEREST: minor("333.33"), C.PRINCIPAL: minor("49666.67")}
    first = loan.instalments[1]
    # 333.333… were borne and 352.333… follow for 21 days: 685.67 in all, of which 333.33 are paid.
    assert first.due[C.INTEREST] == minor("352.34")
    rows = [sum(one.due.values()) for one in loan.instalments[1:]]
    assert max(rows[:-1]) - min(rows[:-1]) <= 1


@pytest.mark.parametrize("received_on", [date(2026, 2, 10), date(2026, 2, 12)])
def test_an_early_payment_leaves_what_waits_for_the_due_date(received_on: date) -> None:
    """20,000 on 12 February: 900 pay 27 days, the rest principal."""
    row = schedule_of(BOOK.loan).rows[0]
    waits = received(row.total_minor, received_on, "a receipt")
    early = prepaid(minor("20000"), date(2026, 2, 12))
    loan = folded(BOOK, disbursed(), waits, early)
    (part,) = [one for one in loan.instalments if one.origin is Origin.PREPAYMENT]
    assert part.due == {C.INTEREST: minor("900"), C.PRINCIPAL: minor("19100")}
    before = [one for one in loan.allocations if one.on < row.due_on]
    assert {one.reference for one in before} == {early.reference}
    left, due_on = loan.line_on(early.value_date), loan.line_on(row.due_on)
    assert left is not None
    assert due_on is not None
    assert left.moved.suspense == row.total_minor
    (first,) = [one for one in loan.instalments if one.due_on == row.due_on]
    assert first.settled_on(row.due_on) == row.due_on
    assert due_on.moved.suspense == row.total_minor - sum(first.due.values()) > 0
    late = loan.line_on(row.due_on + timedelta(days=1))
    assert late is not None
    assert (late.days_past_due(row.due_on), late.owed(C.PENALTY, date(2026, 3, 1))) == (0, 0)


def test_unless_both_together_end_the_loan() -> None:
    waits = received(minor("8884.88"), date(2026, 2, 10))
    day = date(2026, 2, 12)
    payoff = folded(BOOK, disbursed(), waits).payoff_minor(day)
    for amount, principal, suspense in ((payoff, 0, 0), (payoff - 1, 888_489, 888_488)):
        line = folded(BOOK, disbursed(), waits, prepaid(amount, day)).line_on(day)
        assert line is not None
        assert (line.principal_minor, line.moved.suspense) == (principal, suspense)


def test_a_prepayment_takes_nothing_that_was_given_back() -> None:
    """8,796.88 are left after eleven; of 8,000 that wait nothing is there when 1,000 come."""
    day = date(2026, 12, 20)
    paid = paid_as_agreed(BOOK, 11)
    waits = received(minor("8000"), date(2026, 12, 16), "waits")
    early = prepaid(minor("1000"), day)
    for refunded_on in (date(2026, 12, 19), day):
        loan = folded(BOOK, disbursed(), *paid, waits, refunded("8000", refunded_on), early)
        line = loan.line_on(day)
        assert line is not None
        assert (line.principal_minor, line.moved.suspense) == (minor("7811.54"), 0)
        last = loan.instalments[-1]
        assert (last.due_on, last.due[C.INTEREST]) == (date(2027, 1, 15), minor("65.10"))
        assert last.due[C.PRINCIPAL] == minor("7811.54")


@pytest.mark.parametrize("days_later", [0, 1])
def test_what_a_prepayment_brought_too_much_goes_back_on_its_own_day_or_later(
    days_later: int,
) -> None:
    day = date(2026, 12, 20)
    whole = prepaid(minor("9000"), day)
    back = refunded("188.46", day + timedelta(days=days_later))
    loan = folded(BOOK, disbursed(), *paid_as_agreed(BOOK, 11), whole, back)
    line = loan.line_on(back.value_date)
    assert line is not None
    assert (line.owed_in_all(back.value_date), line.moved.suspense) == (0, 0)
    went = {one.component: one.amount_minor for one in loan.allocations if one.on >= day}
    assert went == {
        None: minor("188.46"),
        C.INTEREST: minor("14.66"),
        C.PRINCIPAL: minor("8796.88"),
    }


def test_a_waiver_forgives_no_more_than_is_owed_and_never_principal() -> None:
    agreement = an_agreement(a_loan(instalments=1, method=BULLET))
    day = ONE_DAY + timedelta(days=10)
    for component in (C.PENALTY, C.COMPOUND, C.INTEREST):
        waiver = Transaction(
            kind=Kind.WAIVED,
            value_date=day,
            reference="waiver",
            amount_minor=minor("99999"),
            component=component,
        )
        after = owed(folded(agreement, disbursed(), waiver), day)
        assert after[component] == 0
        assert after[C.PRINCIPAL] == minor("100000")
    principal = Transaction(
        kind=Kind.WAIVED, value_date=day, reference="w", amount_minor=1, component=C.PRINCIPAL
    )
    assert owed(folded(agreement, disbursed(), principal), day)[C.PRINCIPAL] == minor("100000")


def test_days_past_due_count_from_the_oldest_instalment_that_is_not_paid() -> None:
    loan = folded(BOOK, disbursed(), *paid_as_agreed(BOOK, 1))
    line = loan.line_on(date(2026, 3, 20))
    assert line is not None
    assert line.delinquent_since == date(2026, 3, 15)
    assert line.days_past_due(date(2026, 3, 20)) == 5
    before = loan.line_on(date(2026, 3, 1))
    assert before is not None
    assert before.days_past_due(date(2026, 3, 1)) == 0


def test_the_oldest_instalment_is_paid_by_money_that_is_used_up_on_it() -> None:
    agreement = an_agreement(a_loan(), penalty_multiple_ppm=0)
    first, second = schedule_of(agreement.loan).rows[:2]
    paid_on = second.due_on + timedelta(days=5)
    for paid, late_since in (
        (first.total_minor - 1, first.due_on),
        (first.total_minor, second.due_on),
    ):
        line = folded(agreement, disbursed(), received(paid, paid_on)).line_on(paid_on)
        assert line is not None
        assert line.delinquent_since == late_since


def test_a_loan_that_is_paid_cannot_be_late() -> None:
    line = folded(BOOK, disbursed(), *paid_as_agreed(BOOK, 12)).lines[-1]
    assert line.days_past_due(line.from_day + timedelta(days=500)) == 0


def test_interest_stops_being_income_after_ninety_days() -> None:
    loan = folded(an_agreement(a_loan(instalments=1, method=BULLET)), disbursed())
    last_good = ONE_DAY + timedelta(days=91)  # the day before closed with 90 days past due
    for day, is_accruing in ((last_good, True), (last_good + timedelta(days=1), False)):
        line = loan.line_on(day)
        assert line is not None
        assert line.is_accruing is is_accruing


def test_money_before_its_time_waits_for_the_due_date() -> None:
    row = schedule_of(BOOK.loan).rows[0]
    loan = folded(BOOK, disbursed(), received(row.total_minor, row.due_on - timedelta(days=5)))
    waiting = loan.line_on(row.due_on - timedelta(days=1))
    used = loan.line_on(row.due_on)
    assert waiting is not None
    assert used is not None
    assert (waiting.moved.suspense, used.moved.suspense) == (row.total_minor, 0)
    assert used.delinquent_since == schedule_of(BOOK.loan).rows[1].due_on


def test_a_later_disbursement_is_repaid_over_what_is_left_or_at_once() -> None:
    second = Transaction(
        kind=Kind.DISBURSED,
        value_date=date(2026, 7, 15),
        reference="second",
        amount_minor=minor("10000"),
    )
    loan = folded(BOOK, disbursed(), *paid_as_agreed(BOOK, 6), second)
    assert sum(one.due.get(C.PRINCIPAL, 0) for one in loan.instalments) == minor("110000")
    late = folded(
        an_agreement(a_loan(instalments=1, method=BULLET)), disbursed(minor("100000")), second
    )
    assert owed(late, date(2026, 7, 15))[C.PRINCIPAL] == minor("110000")


@pytest.mark.parametrize(
    "changes",
    [{"penalty_multiple_ppm": 3_000_001}, {"grace_days": 61}, {"non_accrual_days": 0}],
    ids=str,
)
def test_an_agreement_beyond_the_limits_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(EngineRefusal):
        an_agreement(**changes)


def test_a_transaction_has_an_amount() -> None:
    with pytest.raises(EngineRefusal):
        received(0, PAID_OUT)
