"""Fees of third parties: what the borrower owes knows nothing of them, and the fold counts them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.loan_engine.servicing.agreement import Agreement
from services.loan_engine.servicing.line import Line
from services.loan_engine.servicing.transactions import Kind, Transaction
from services.loan_engine.terms import Fee, FeeTiming, Payee
from tests.unit.loan_engine.loans import a_loan
from tests.unit.loan_engine.servicing.histories import (
    PAID_OUT,
    agreements,
    an_agreement,
    disbursed,
    folded,
    for_,
    histories,
    prepaid,
    received,
    reversal_of,
)

THIRD = Payee.THIRD_PARTY
FEES = (
    Fee("service", 50_000, FeeTiming.DISBURSEMENT),
    Fee("valuation", 7_000, FeeTiming.DISBURSEMENT, THIRD),
    Fee("account", 300, FeeTiming.INSTALMENT),
    Fee("insurance", 200, FeeTiming.INSTALMENT, THIRD),
    Fee("end", 900, FeeTiming.MATURITY),
    Fee("release", 400, FeeTiming.MATURITY, THIRD),
)
AGREEMENT = an_agreement(a_loan(instalments=3, fees=FEES))
FIRST, LAST = date(2026, 2, 15), date(2026, 4, 15)


def charged(amount_minor: int, on: date, payee: Payee) -> Transaction:
    return Transaction(
        kind=Kind.CHARGED,
        value_date=on,
        reference=f"fee {on} {payee}",
        amount_minor=amount_minor,
        payee=payee,
    )


def third_party_on(day: date, *history: Transaction) -> int:
    line = folded(AGREEMENT, disbursed(), *history).line_on(day)
    assert line is not None
    return line.moved.third_party


def test_each_timing_counts_when_it_falls_due() -> None:
    days = (PAID_OUT, FIRST - timedelta(days=1), FIRST, date(2026, 3, 15), LAST)
    found = [third_party_on(day) for day in days]
    assert found == [7_000, 7_000, 7_200, 7_400, 8_000]


def test_what_was_paid_or_not_is_theirs_all_the_same() -> None:
    paid = received(10_000_000, FIRST)
    assert third_party_on(FIRST, paid) == third_party_on(FIRST) == 7_200


def test_a_fee_that_never_fell_due_is_nobodys() -> None:
    ended = prepaid(20_000_000, date(2026, 2, 20))
    assert third_party_on(LAST, ended) == 7_200


def test_a_charge_is_theirs_only_when_it_is_for_them_and_as_long_as_it_stands() -> None:
    on = date(2026, 2, 20)
    ours, theirs = charged(1_000, on, Payee.LENDER), charged(2_500, on, THIRD)
    assert third_party_on(on, ours) == 7_200
    assert third_party_on(on, ours, theirs) == 9_700
    assert third_party_on(on, ours, theirs, reversal_of(theirs, on)) == 7_200


@given(agreements(), histories())
def test_whose_a_fee_is_changes_nothing_of_what_is_owed(
    agreement: Agreement, history: Sequence[Transaction]
) -> None:
    loan, ours = folded(agreement, *history), for_(Payee.LENDER, agreement, history)
    assert [_nobodys(line) for line in loan.lines] == list(ours.lines)
    assert (loan.instalments, loan.allocations) == (ours.instalments, ours.allocations)


@given(agreements(), histories(), st.integers(0, 600))
def test_no_more_is_theirs_than_fell_due(
    agreement: Agreement, history: Sequence[Transaction], days: int
) -> None:
    day = PAID_OUT + timedelta(days=days)
    some, all_ = (
        loan.line_on(day) for loan in (folded(agreement, *history), for_(THIRD, agreement, history))
    )
    assert some is not None
    assert all_ is not None
    fell_due = some.fees_minor + some.moved.paid[0] + some.moved.waived[0]
    assert 0 <= some.moved.third_party <= all_.moved.third_party == fell_due


def _nobodys(line: Line) -> Line:
    return replace(line, moved=replace(line.moved, third_party=0))
