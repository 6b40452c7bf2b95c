"""What every schedule keeps, whatever the terms: nothing lost, nothing negative, an end at zero."""

from dataclasses import replace
from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from services.loan_engine.loan_cost import cash_flows, cost_of
from services.loan_engine.refusals import EngineRefusal
from services.loan_engine.schedule import Schedule, schedule_of
from services.loan_engine.terms import Fee, FeeTiming, LoanTerms
from tests.unit.loan_engine.loans import BULLET, EQUAL, LEVEL, a_loan, drawn_up, loans


def sound(terms: LoanTerms) -> Schedule:
    """The schedule of terms that have one; others are left out."""
    schedule = drawn_up(terms)
    assume(schedule is not None)
    assert schedule is not None
    return schedule


@given(loans())
def test_the_principal_comes_back_whole(terms: LoanTerms) -> None:
    rows = sound(terms).rows
    assert sum(row.principal_minor for row in rows) == terms.principal_minor


@given(loans())
def test_the_balance_falls_to_zero_by_what_is_repaid(terms: LoanTerms) -> None:
    balance = terms.principal_minor
    for row in sound(terms).rows:
        balance -= row.principal_minor
        assert row.balance_minor == balance
    assert balance == 0


@given(loans())
def test_no_figure_is_negative_and_each_row_adds_up(terms: LoanTerms) -> None:
    for row in sound(terms).rows:
        assert min(row.principal_minor, row.interest_minor, row.fees_minor) >= 0
        assert row.total_minor == row.principal_minor + row.interest_minor + row.fees_minor
        assert type(row.total_minor) is int


@given(loans())
def test_rows_are_numbered_and_fall_due_one_after_another(terms: LoanTerms) -> None:
    rows = sound(terms).rows
    assert len(rows) == (1 if terms.method is BULLET else terms.instalments)
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    before = terms.disbursed_on
    for row in rows:
        assert row.days == (row.due_on - before).days > 0
        before = row.due_on


@given(loans())
def test_the_totals_are_those_of_the_rows_and_the_fees_at_disbursement(terms: LoanTerms) -> None:
    schedule = sound(terms)
    upfront = terms.fees_minor(FeeTiming.DISBURSEMENT)
    totals = schedule.totals
    assert totals.interest_minor == sum(row.interest_minor for row in schedule.rows)
    assert totals.fees_minor == upfront + sum(row.fees_minor for row in schedule.rows)
    assert totals.paid_minor == upfront + sum(row.total_minor for row in schedule.rows)
    parts = totals.principal_minor + totals.interest_minor + totals.fees_minor
    assert totals.paid_minor == parts


@given(loans())
def test_the_cash_flows_sum_to_what_the_loan_costs(terms: LoanTerms) -> None:
    schedule = sound(terms)
    flows = cash_flows(terms, schedule)
    cost = schedule.totals.interest_minor + schedule.totals.fees_minor
    assert -sum(flow.amount_minor for flow in flows) == cost
    assert [flow.on for flow in flows[1:]] == [row.due_on for row in schedule.rows]


@given(loans(method=LEVEL))
def test_level_instalments_are_equal_but_the_last(terms: LoanTerms) -> None:
    schedule = sound(terms)
    *equal, last = [row.principal_minor + row.interest_minor for row in schedule.rows]
    assert set(equal) <= {schedule.instalment_minor}
    assert 0 < last <= 2 * schedule.instalment_minor


@given(loans(method=EQUAL))
def test_equal_shares_of_principal_are_equal_but_the_last(terms: LoanTerms) -> None:
    *equal, last = [row.principal_minor for row in sound(terms).rows]
    assert len(set(equal)) <= 1
    assert 0 < last <= 2 * (equal or [last])[0]


@given(loans(), st.randoms(use_true_random=False))
def test_the_order_of_fees_does_not_matter(terms: LoanTerms, chance: Random) -> None:
    schedule = sound(terms)
    shuffled = list(terms.fees)
    chance.shuffle(shuffled)
    other = _with_fees(terms, tuple(shuffled))
    assert schedule_of(other) == schedule
    assert _cost_or_refusal(other) == _cost_or_refusal(terms)


@given(loans())
def test_fees_change_neither_principal_nor_interest(terms: LoanTerms) -> None:
    with_fees, without = sound(terms).rows, sound(_with_fees(terms, ())).rows
    assert [(row.principal_minor, row.interest_minor, row.balance_minor) for row in with_fees] == [
        (row.principal_minor, row.interest_minor, row.balance_minor) for row in without
    ]


@given(
    principal_minor=st.integers(100_000, 10**10),
    rate_ppm=st.integers(0, 360_000),
    instalments=st.integers(1, 36),
    method=st.sampled_from([LEVEL, EQUAL]),
)
def test_a_usual_loan_is_never_refused_and_its_last_row_is_less_than_a_yuan_off(
    principal_minor: int, rate_ppm: int, instalments: int, method: object
) -> None:
    schedule = schedule_of(
        a_loan(
            principal_minor=principal_minor,
            rate_ppm=rate_ppm,
            instalments=instalments,
            method=method,
        )
    )
    first, last = schedule.rows[0], schedule.rows[-1]
    if method is LEVEL:
        assert abs(last.total_minor - first.total_minor) < 100
    else:
        assert abs(last.principal_minor - first.principal_minor) < 100


def _with_fees(terms: LoanTerms, fees: tuple[Fee, ...]) -> LoanTerms:
    return replace(terms, fees=fees)


def _cost_or_refusal(terms: LoanTerms) -> object:
    try:
        return cost_of(terms, schedule_of(terms))
    except EngineRefusal as refusal:
        return refusal.code
