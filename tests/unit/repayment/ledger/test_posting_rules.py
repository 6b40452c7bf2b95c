"""The posting rules: of any loan the accounts balance, and say what an accountant expects."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.postings import AccountKind
from services.loan_engine.servicing.agreement import Agreement
from services.loan_engine.servicing.fold import Folded
from services.loan_engine.servicing.transactions import Transaction
from services.loan_engine.terms import Payee
from services.repayment.domain.quantities import Quantities, Quantity
from services.repayment.ledger.domain.chart import CHART, AccountCode
from services.repayment.ledger.domain.posting_rules import POSTING_RULES, Basis, balances_of
from tests.unit.loan_engine.loans import BULLET, a_loan, minor
from tests.unit.loan_engine.servicing.histories import (
    PAID_OUT,
    agreements,
    an_agreement,
    disbursed,
    folded,
    for_,
    histories,
    received,
)

A = AccountCode


def _said(loan: Folded, day: date, basis: Basis) -> Counter[AccountCode]:
    line = loan.line_on(day)
    assert line is not None
    return balances_of(Quantities.of(line, day), basis)


def balances_on(agreement: Agreement, day: date, *history: Transaction) -> dict[AccountCode, int]:
    line = folded(agreement, *history).line_on(day)
    assert line is not None
    found = balances_of(Quantities.of(line, day), Basis(line.is_accruing))
    return {account: amount for account, amount in found.items() if amount}


@given(agreements(), histories(), st.integers(0, 600), st.sampled_from(Basis))
def test_the_accounts_of_any_loan_balance(
    agreement: Agreement, history: Sequence[Transaction], days: int, basis: Basis
) -> None:
    day = PAID_OUT + timedelta(days=days)
    line = folded(agreement, *history).line_on(day)
    assert line is not None
    assert sum(balances_of(Quantities.of(line, day), basis).values()) == 0


@given(agreements(), histories(), st.integers(0, 600), st.sampled_from(Basis))
def test_what_is_third_parties_is_owed_to_them_and_no_income(
    agreement: Agreement, history: Sequence[Transaction], days: int, basis: Basis
) -> None:
    """Whose the fees are moves the sum between two accounts, and nothing else."""
    day = PAID_OUT + timedelta(days=days)
    ours, some, theirs = (
        _said(loan, day, basis)
        for loan in (
            for_(Payee.LENDER, agreement, history),
            folded(agreement, *history),
            for_(Payee.THIRD_PARTY, agreement, history),
        )
    )
    assert theirs[A.FEE_INCOME] == ours[A.DUE_TO_THIRD_PARTIES] == 0
    assert theirs[A.DUE_TO_THIRD_PARTIES] == ours[A.FEE_INCOME]
    assert some[A.FEE_INCOME] + some[A.DUE_TO_THIRD_PARTIES] == ours[A.FEE_INCOME]
    others = set(AccountCode) - {A.FEE_INCOME, A.DUE_TO_THIRD_PARTIES}
    assert all(ours[each] == some[each] == theirs[each] for each in others)


def test_a_month_that_was_paid_is_income_and_money() -> None:
    row_minor = minor("8884.88")
    due_on = date(2026, 2, 15)
    assert balances_on(an_agreement(), due_on, disbursed(), received(row_minor, due_on)) == {
        A.LOAN_PRINCIPAL: minor("92115.12"),
        A.FUNDING_CLEARING: -minor("100000"),
        A.COLLECTIONS_CLEARING: row_minor,
        A.INTEREST_INCOME: -minor("1000"),
    }


@pytest.mark.parametrize(
    ("days", "receivable", "income"),
    [(10, A.INTEREST_RECEIVABLE, A.INTEREST_INCOME), (130, A.OFF_BALANCE_INTEREST, None)],
    ids=["accruing", "no longer accruing"],
)
def test_what_is_owed_is_income_only_while_the_loan_accrues(
    days: int, receivable: AccountCode, income: AccountCode | None
) -> None:
    agreement = an_agreement(a_loan(instalments=1, method=BULLET))
    found = balances_on(agreement, date(2026, 2, 15) + timedelta(days=days), disbursed())
    assert found[receivable] == minor("1000")
    assert found.get(A.INTEREST_INCOME, 0) == (-minor("1000") if income else 0)


def test_every_account_of_the_rules_is_in_the_chart_and_the_other_way_round() -> None:
    ruled = {rule.account for rules in POSTING_RULES.values() for rule in rules}
    assert {account.code for account in CHART} == ruled == set(AccountCode)
    assert {account.kind for account in CHART} == set(AccountKind) - {AccountKind.EQUITY}


def test_quantities_add_and_are_taken_away() -> None:
    some = Quantities(tuple(range(len(Quantity))))
    assert some + -some == Quantities.none()
    assert some.named()[Quantity.OWED_PENALTY] == 1
