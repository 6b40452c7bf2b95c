"""What must be so of every loan, whatever happens to it and in whatever order it becomes known."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from services.loan_engine.day_count import DayCount, days_counted
from services.loan_engine.servicing.agreement import Agreement
from services.loan_engine.servicing.components import Component
from services.loan_engine.servicing.fold import Folded
from services.loan_engine.servicing.growth_line import BIGINT_MAX
from services.loan_engine.servicing.line import PLACE
from services.loan_engine.servicing.transactions import Kind, Transaction
from tests.unit.loan_engine.loans import BULLET, a_loan
from tests.unit.loan_engine.servicing.histories import (
    HORIZON,
    PAID_OUT,
    agreements,
    disbursed,
    folded,
    histories,
    owed,
    prepaid,
    reversal_of,
)

C = Component


@given(agreements(), histories(), st.randoms())
def test_the_order_in_which_things_become_known_changes_nothing(
    agreement: Agreement, history: Sequence[Transaction], random: Random
) -> None:
    shuffled = random.sample(history, len(history))
    assert folded(agreement, *shuffled) == folded(agreement, *history)


@given(agreements(), histories(), st.integers(0, 600))
def test_a_line_says_what_a_fold_up_to_its_day_says(
    agreement: Agreement, history: Sequence[Transaction], days: int
) -> None:
    day = PAID_OUT + timedelta(days=days)
    gone = {one.reverses for one in history}
    by_then = [
        one
        for one in history
        if one.value_date <= day and one.reference not in gone and one.kind is not Kind.REVERSED
    ]
    assert owed(folded(agreement, *by_then), day) == owed(folded(agreement, *history), day)


@given(agreements(), histories(), st.integers(0, 600))
def test_paying_off_what_was_quoted_leaves_exactly_nothing(
    agreement: Agreement, history: Sequence[Transaction], days: int
) -> None:
    day = PAID_OUT + timedelta(days=max(days, _last(history)))
    quoted = folded(agreement, *history).payoff_minor(day)
    if not quoted:
        return
    loan = folded(agreement, *history, prepaid(quoted, day))
    line = loan.line_on(day)
    assert line is not None
    assert (line.owed_in_all(day), line.moved.suspense) == (0, 0)
    assert line.delinquent_since is None
    assert owed(loan, HORIZON) == dict.fromkeys(Component, 0)


@given(agreements(), histories())
def test_reversing_everything_leaves_the_loan_as_it_was_opened(
    agreement: Agreement, history: Sequence[Transaction]
) -> None:
    opened, *later = history
    undone = [one for one in later if one.kind is not Kind.REVERSED]
    known = {one.reverses for one in later}
    reversals = [reversal_of(one, one.value_date) for one in undone if one.reference not in known]
    loan = folded(agreement, opened, *later, *reversals)
    assert loan == folded(agreement, opened)
    assert folded(agreement, opened, *later, *reversals, reversal_of(opened, PAID_OUT)).lines == ()


@given(agreements(), histories(), st.integers(0, 600))
def test_nothing_owed_is_negative_and_all_money_is_somewhere(
    agreement: Agreement, history: Sequence[Transaction], days: int
) -> None:
    loan = folded(agreement, *history)
    day = PAID_OUT + timedelta(days=days)
    line = loan.line_on(day)
    assert line is not None
    assert all(amount >= 0 for amount in owed(loan, day).values())
    moved = line.moved
    assert moved.disbursed == line.principal_minor + moved.paid[PLACE[C.PRINCIPAL]]
    assert moved.suspense == moved.received - moved.refunded - sum(moved.paid)
    # A balance sheet: what the loan is worth and the cash it took, against what was earned.
    earned = sum(line.earned(each, day) for each in Component if each is not C.PRINCIPAL)
    waived = sum(moved.waived)
    cash = moved.received - moved.refunded - moved.disbursed
    assert line.owed_in_all(day) + cash == moved.suspense + earned - waived


@given(agreements(), histories())
def test_each_receipt_is_allocated_once_and_no_instalment_is_paid_twice(
    agreement: Agreement, history: Sequence[Transaction]
) -> None:
    loan = folded(agreement, *history)
    gone = {one.reverses for one in history}
    came = {
        one.reference: one.amount_minor
        for one in history
        if one.kind in {Kind.RECEIVED, Kind.PREPAID} and one.reference not in gone
    }
    went: Counter[str] = Counter()
    for one in loan.allocations:
        assert one.amount_minor > 0
        went[one.reference] += one.amount_minor
    assert all(went[reference] <= came[reference] for reference in went)
    for instalment in loan.instalments:
        assert all(instalment.left(each) >= 0 for each in (C.FEE, C.INTEREST, C.PRINCIPAL))


@given(agreements(), histories())
def test_principal_that_falls_due_sums_to_what_was_lent(
    agreement: Agreement, history: Sequence[Transaction]
) -> None:
    loan = folded(agreement, *history)
    lent = sum(one.amount_minor for one in history if one.kind is Kind.DISBURSED)
    assert sum(one.due.get(C.PRINCIPAL, 0) for one in loan.instalments) == lent


@given(agreements(), histories())
def test_every_line_fits_the_arithmetic_of_a_database(
    agreement: Agreement, history: Sequence[Transaction]
) -> None:
    loan = folded(agreement, *history)
    for line, ends in zip(loan.lines, _ends(loan), strict=True):
        calendar = (ends - line.from_day).days
        steps = days_counted(line.from_day, ends, line.day_count)
        for growth, reach in (
            (line.interest, steps),
            (line.penalty, calendar),
            (line.compound, calendar),
        ):
            assert 0 <= growth.carry < growth.denominator
            product = 2 * (growth.carry + growth.slope * reach) + growth.denominator
            assert product <= BIGINT_MAX
            assert 2 * growth.denominator <= BIGINT_MAX


def test_the_largest_loan_at_the_highest_rate_fits_a_line_that_is_begun_anew() -> None:
    """In no line of its own: of amount, rate, months and days nothing cancels here.

    With 10^10 fen and 60 months everything did, and the numbers looked small.
    """
    terms = a_loan(
        principal_minor=9_999_999_967,
        rate_ppm=999_983,
        method=BULLET,
        instalments=479,
        day_count=DayCount.ACTUAL_365,
    )
    loan = folded(Agreement(loan=terms), disbursed(9_999_999_967))
    line, ends = loan.lines[0], _ends(loan)[0]
    safe_until = line.safe_until(ends)
    assert PAID_OUT < safe_until < ends
    again = line.begun_on(safe_until)
    assert again.interest.carry < again.interest.denominator
    for day in (safe_until, again.safe_until(ends), ends):
        assert again.owed_in_all(day) == line.owed_in_all(day)


def _ends(loan: Folded) -> list[date]:
    assert loan.reaches is not None
    return [*(line.from_day for line in loan.lines[1:]), loan.reaches]


def _last(history: Sequence[Transaction]) -> int:
    return max((one.value_date - PAID_OUT).days for one in history)
