"""A statement's movements lead from its opening to its closing balance, and miss nothing."""

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from services.loan_engine.servicing.agreement import Agreement
from services.loan_engine.servicing.components import Component
from services.loan_engine.servicing.fold import fold
from services.loan_engine.servicing.transactions import Kind, Transaction, standing
from services.loan_engine.terms import Fee, FeeTiming
from services.repayment.loans.domain.statement import (
    Balance,
    MovementKind,
    Statement,
    balance_on,
    statement_of,
)
from tests.unit.loan_engine.loans import a_loan
from tests.unit.loan_engine.servicing.histories import (
    PAID_OUT,
    agreements,
    an_agreement,
    disbursed,
    histories,
    prepaid,
    received,
)

DAY = timedelta(days=1)
FIRST_DUE = date(2026, 2, 15)
FIRST_MINOR = 888_488
K = MovementKind


def stated(
    agreement: Agreement, history: Sequence[Transaction], begins_on: date, ends_on: date
) -> Statement:
    known = [each for each in standing(history) if each.value_date <= ends_on]
    return statement_of(fold(agreement, known, horizon=ends_on), known, begins_on, ends_on)


def told(statement: Statement) -> list[tuple[str, K, int, int]]:
    return [
        (
            movement.what.on.isoformat(),
            movement.what.kind,
            sum(movement.what.by.parts.values()),
            movement.what.by.suspense_minor,
        )
        for movement in statement.movements
    ]


@settings(max_examples=150)
@given(agreements(), histories(), st.integers(0, 430), st.integers(0, 366))
def test_every_movement_is_told_and_the_last_balance_is_that_of_the_day(
    agreement: Agreement, history: Sequence[Transaction], start: int, length: int
) -> None:
    begins_on = PAID_OUT + (start - 20) * DAY
    ends_on = begins_on + length * DAY
    found = stated(agreement, history, begins_on, ends_on)
    known = [each for each in standing(history) if each.value_date <= ends_on]
    loan = fold(agreement, known, horizon=ends_on)
    assert found.closing == balance_on(loan, ends_on)
    assert found.opening == balance_on(loan, begins_on - DAY)
    days = [movement.what.on for movement in found.movements]
    assert days == sorted(days)
    assert all(begins_on <= day <= ends_on for day in days)
    assert not any(movement.what.by.is_nothing for movement in found.movements)
    # A transaction of the period moves what it says: nothing of it is hidden in another movement.
    paid_in = sum(
        each.amount_minor
        for each in known
        if each.kind in {Kind.RECEIVED, Kind.PREPAID} and each.value_date >= begins_on
    )
    shown_in = sum(
        movement.what.by.suspense_minor - sum(movement.what.by.parts.values())
        for movement in found.movements
        if movement.what.kind in {K.RECEIVED, K.PREPAID}
    )
    assert shown_in == paid_in


@settings(max_examples=50)
@given(agreements(), histories(), st.integers(1, 200))
def test_one_statement_ends_where_the_next_begins(
    agreement: Agreement, history: Sequence[Transaction], length: int
) -> None:
    middle = PAID_OUT + length * DAY
    known = [each for each in standing(history) if each.value_date <= middle + length * DAY]
    loan = fold(agreement, known, horizon=middle + length * DAY)
    first = statement_of(loan, known, PAID_OUT, middle)
    second = statement_of(loan, known, middle + DAY, middle + length * DAY)
    assert first.closing == second.opening


def test_a_first_month_paid_in_time() -> None:
    terms = a_loan(fees=(Fee("account", 300, FeeTiming.INSTALMENT),))
    history = [disbursed(), received(FIRST_MINOR + 300, FIRST_DUE)]
    found = stated(an_agreement(terms), history, PAID_OUT, FIRST_DUE + 3 * DAY)
    assert told(found) == [
        ("2026-01-15", K.DISBURSED, 10_000_000, 0),
        ("2026-02-15", K.BORNE, 100_000, 0),
        ("2026-02-15", K.CHARGED, 300, 0),
        ("2026-02-15", K.RECEIVED, -FIRST_MINOR - 300, 0),
        # 92,115.12 at 12 per cent for three days of months of thirty.
        ("2026-02-18", K.BORNE, 9_212, 0),
    ]
    assert found.opening.is_nothing
    assert found.closing.total_minor == 9_211_512 + 9_212
    assert found.movements[0].what.reference == "payout"


def test_money_that_came_early_is_applied_on_the_due_date() -> None:
    early = received(FIRST_MINOR, FIRST_DUE - 5 * DAY)
    found = stated(an_agreement(), [disbursed(), early], FIRST_DUE - 5 * DAY, FIRST_DUE)
    assert [each for each in told(found) if each[1] is not K.BORNE] == [
        ("2026-02-10", K.RECEIVED, 0, FIRST_MINOR),
        ("2026-02-15", K.APPLIED, -FIRST_MINOR, -FIRST_MINOR),
    ]
    assert found.movements[-1].what.reference == early.reference


def test_charges_waivers_and_refunds_are_told_by_their_amounts() -> None:
    def happened(kind: Kind, amount_minor: int, reference: str) -> Transaction:
        return Transaction(
            kind=kind,
            value_date=PAID_OUT + DAY,
            reference=reference,
            amount_minor=amount_minor,
            component=Component.FEE,
        )

    history = [
        disbursed(),
        happened(Kind.CHARGED, 1_000, "a"),
        happened(Kind.WAIVED, 300, "b"),
        happened(Kind.WAIVED, 9_999, "c"),
        happened(Kind.RECEIVED, 500, "d"),
        happened(Kind.REFUNDED, 200, "e"),
    ]
    found = stated(an_agreement(), history, PAID_OUT + DAY, PAID_OUT + DAY)
    assert [each[1:] for each in told(found)][1:] == [
        (K.CHARGED, 1_000, 0),
        (K.WAIVED, -300, 0),
        (K.WAIVED, -700, 0),
        (K.RECEIVED, 0, 500),
        (K.REFUNDED, 0, -200),
    ]


def test_a_prepayment_shows_the_interest_and_principal_it_paid() -> None:
    found = stated(
        an_agreement(),
        [disbursed(), prepaid(2_000_000, FIRST_DUE - 10 * DAY)],
        FIRST_DUE,
        FIRST_DUE,
    )
    assert [each[1] for each in told(found)] == [K.BORNE]
    whole = stated(
        an_agreement(), [disbursed(), prepaid(2_000_000, FIRST_DUE - 10 * DAY)], PAID_OUT, FIRST_DUE
    )
    (movement,) = [each for each in whole.movements if each.what.kind is K.PREPAID]
    assert sum(movement.what.by.parts.values()) == -2_000_000
    assert movement.what.by.parts[Component.INTEREST] < 0


def test_before_the_loan_began_there_is_nothing() -> None:
    found = stated(an_agreement(), [disbursed()], PAID_OUT - 9 * DAY, PAID_OUT - DAY)
    assert (list(found.movements), found.closing) == ([], found.opening)
    assert Balance().moved(found.closing).is_nothing
