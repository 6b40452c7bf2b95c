"""Histories for tests: one loan and what happens to it, and strategies for many."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from hypothesis import strategies as st

from services.loan_engine.day_count import DayCount
from services.loan_engine.due_dates import PeriodUnit
from services.loan_engine.refusals import EngineRefusal
from services.loan_engine.schedule import schedule_of
from services.loan_engine.servicing.agreement import Agreement
from services.loan_engine.servicing.components import Component
from services.loan_engine.servicing.fold import Folded, fold
from services.loan_engine.servicing.transactions import Kind, PrepaymentMode, Transaction
from services.loan_engine.terms import (
    Fee,
    FeeTiming,
    InterestPer,
    LoanTerms,
    Payee,
    RepaymentMethod,
)
from tests.unit.loan_engine.loans import a_loan

PAID_OUT: Final = date(2026, 1, 15)
HORIZON: Final = date(2032, 1, 1)


def an_agreement(loan: LoanTerms | None = None, **changes: Any) -> Agreement:
    """The books' loan without grace, overdue money at one and a half times the rate."""
    return Agreement(loan=loan or a_loan(), **changes)


def disbursed(amount_minor: int = 10_000_000, on: date = PAID_OUT) -> Transaction:
    """The money went out."""
    return Transaction(
        kind=Kind.DISBURSED, value_date=on, reference="payout", amount_minor=amount_minor
    )


def received(amount_minor: int, on: date, reference: str = "") -> Transaction:
    """The borrower paid."""
    return Transaction(
        kind=Kind.RECEIVED,
        value_date=on,
        reference=reference or f"receipt {on}",
        amount_minor=amount_minor,
    )


def prepaid(
    amount_minor: int, on: date, mode: PrepaymentMode = PrepaymentMode.REDUCE_INSTALMENT
) -> Transaction:
    """The borrower paid more than was due, and meant it."""
    return Transaction(
        kind=Kind.PREPAID,
        value_date=on,
        reference=f"prepayment {on}",
        amount_minor=amount_minor,
        mode=mode,
    )


def reversal_of(transaction: Transaction, on: date) -> Transaction:
    """It was a mistake."""
    return Transaction(
        kind=Kind.REVERSED,
        value_date=on,
        reference=f"reversal of {transaction.reference}",
        amount_minor=transaction.amount_minor,
        reverses=transaction.reference,
    )


def folded(agreement: Agreement, *transactions: Transaction) -> Folded:
    """The loan those transactions make."""
    return fold(agreement, transactions, horizon=HORIZON)


def for_(payee: Payee, agreement: Agreement, history: Sequence[Transaction]) -> Folded:
    """The loan as it would be if every fee of it were for one and the same."""
    fees = tuple(replace(fee, payee=payee) for fee in agreement.loan.fees)
    agreed = replace(agreement, loan=replace(agreement.loan, fees=fees))
    return folded(agreed, *(replace(each, payee=payee) for each in history))


def paid_as_agreed(agreement: Agreement, count: int) -> list[Transaction]:
    """The first `count` instalments, each on its day."""
    rows = schedule_of(agreement.loan).rows[:count]
    return [received(row.total_minor, row.due_on) for row in rows]


def owed(loan: Folded, day: date) -> dict[Component, int]:
    """What is owed at the opening of a day, by component."""
    line = loan.line_on(day)
    assert line is not None
    return {component: line.owed(component, day) for component in Component}


def _is_sound(terms: LoanTerms) -> bool:
    try:
        schedule_of(terms)
    except EngineRefusal:
        return False
    return True


_FEES: Final = st.sampled_from(
    [
        (),
        (Fee("service", 50_000, FeeTiming.DISBURSEMENT),),
        (Fee("account", 300, FeeTiming.INSTALMENT), Fee("end", 900, FeeTiming.MATURITY)),
        (
            Fee("valuation", 700, FeeTiming.DISBURSEMENT, Payee.THIRD_PARTY),
            Fee("account", 300, FeeTiming.INSTALMENT),
            Fee("insurance", 200, FeeTiming.INSTALMENT, Payee.THIRD_PARTY),
            Fee("release", 400, FeeTiming.MATURITY, Payee.THIRD_PARTY),
        ),
    ]
)


@st.composite
def agreements(draw: st.DrawFn) -> Agreement:
    """Sound loans of every method, day count and rhythm, with every way to price lateness."""
    terms = LoanTerms(
        principal_minor=draw(st.integers(1_000_000, 200_000_000)),
        currency="CNY",
        rate_ppm=draw(st.integers(0, 240_000)),
        method=draw(st.sampled_from(RepaymentMethod)),
        instalments=draw(st.integers(1, 8)),
        disbursed_on=PAID_OUT,
        every=draw(st.integers(1, 3)),
        unit=draw(st.sampled_from(PeriodUnit)),
        first_due_on=draw(st.none() | st.dates(date(2026, 1, 20), date(2026, 4, 1))),
        day_count=draw(st.sampled_from(DayCount)),
        interest_per=draw(st.sampled_from(InterestPer)),
        fees=draw(_FEES),
    )
    return Agreement(
        loan=terms if _is_sound(terms) else a_loan(),
        penalty_multiple_ppm=draw(st.sampled_from([1_000_000, 1_300_000, 1_500_000, 1_333_333])),
        grace_days=draw(st.sampled_from([0, 0, 3, 10])),
        is_grace_forfeited=draw(st.booleans()),
        bears_compound=draw(st.booleans()),
        non_accrual_days=draw(st.sampled_from([30, 90])),
    )


_LATER_KINDS: Final = st.sampled_from(
    [Kind.RECEIVED] * 5 + [Kind.PREPAID] * 2 + [Kind.CHARGED, Kind.WAIVED, Kind.REFUNDED]
)


@st.composite
def histories(draw: st.DrawFn, *, later_max: int = 9) -> Sequence[Transaction]:
    """A disbursement and what came after it, in the order in which it became known."""
    later: list[Transaction] = []
    for number in range(draw(st.integers(0, later_max))):
        kind = draw(_LATER_KINDS)
        later.append(
            Transaction(
                kind=kind,
                value_date=PAID_OUT + timedelta(days=draw(st.integers(0, 420))),
                reference=f"{number:02}",
                amount_minor=draw(st.integers(1, 2_000 if kind is Kind.WAIVED else 30_000_000)),
                component=draw(st.sampled_from(Component)),
                mode=draw(st.sampled_from(PrepaymentMode)),
                payee=draw(st.sampled_from(Payee)),
            )
        )
    undone = [one for one in later if draw(st.integers(0, 9)) == 0]
    reversals = [reversal_of(one, one.value_date + timedelta(days=3)) for one in undone]
    return [disbursed(draw(st.integers(1_000_000, 100_000_000))), *later, *reversals]
