"""Loans that were folded, for tests of what follows from them."""

from datetime import date

from services.loan_engine.servicing.agreement import Agreement
from services.loan_engine.servicing.components import Component
from services.loan_engine.servicing.fold import Folded, fold
from services.loan_engine.servicing.transactions import Kind, Transaction
from tests.unit.loan_engine.loans import a_loan

BEGAN = date(2026, 1, 15)
FIRST_DUE = date(2026, 2, 15)
LOAN = a_loan()
PAID_OUT = Transaction(
    kind=Kind.DISBURSED, value_date=BEGAN, reference="pay", amount_minor=LOAN.principal_minor
)


def happened(
    kind: Kind,
    amount_minor: int,
    on: date,
    reference: str,
    component: Component = Component.PENALTY,
) -> Transaction:
    """Something of that kind."""
    return Transaction(
        kind=kind,
        value_date=on,
        reference=reference,
        amount_minor=amount_minor,
        component=component,
    )


def after(*history: Transaction) -> Folded:
    """100,000 yuan at 12 per cent over twelve months since 15 January, and what happened then."""
    return fold(Agreement(loan=LOAN), [PAID_OUT, *history], horizon=date(2028, 1, 1))
