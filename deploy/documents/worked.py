"""The words of docs/conventions.md: loans in a line, figures as people write them."""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any, Final

from services.loan_engine.annual_cost import AnnualCost
from services.loan_engine.loan_cost import cost_of
from services.loan_engine.schedule import Row, schedule_of
from services.loan_engine.servicing.agreement import Agreement
from services.loan_engine.servicing.components import Component
from services.loan_engine.servicing.fold import Folded, fold
from services.loan_engine.servicing.transactions import Kind, PrepaymentMode, Transaction
from services.loan_engine.terms import Fee, FeeTiming, LoanTerms, Payee, RepaymentMethod

LEVEL: Final = RepaymentMethod.LEVEL_INSTALMENT
PAID_OUT: Final = date(2026, 1, 15)
_HORIZON: Final = date(2030, 1, 1)


def minor(yuan: str) -> int:
    """The fen in an amount: "93.5" is 9350."""
    return int(Fraction(yuan.replace(",", "")) * 100)


def yuan(amount_minor: int) -> str:
    """An amount as people write it: 9350 is "93.50"."""
    whole, fen = divmod(abs(amount_minor), 100)
    return f"{'-' if amount_minor < 0 else ''}{whole:,}.{fen:02}"


def loan(amount: str, percent: str, instalments: int, **changes: Any) -> LoanTerms:  # noqa: ANN401
    """A loan paid out on 15 January 2026: monthly, level and 30/360 where nothing else is said."""
    given: dict[str, Any] = {
        "method": LEVEL,
        "disbursed_on": PAID_OUT,
    }
    return LoanTerms(
        principal_minor=minor(amount),
        currency="CNY",
        rate_ppm=int(Fraction(percent) * 10_000),
        instalments=instalments,
        **given | changes,
    )


def fee(amount: str, timing: str = "disbursement", payee: str = "lender") -> Fee:
    """A fee of that amount each time it falls due."""
    return Fee("service", minor(amount), FeeTiming(timing), Payee(payee))


def rows(terms: LoanTerms, *numbers: int) -> None:
    """Print these rows of the schedule, or all: due on, days, principal, interest, total, left."""
    for row in schedule_of(terms).rows:
        if not numbers or row.number in numbers:
            print("  ".join(_told(row)))  # noqa: T201 - a page prints


def totals(terms: LoanTerms) -> str:
    """What is paid in all, and how much of it is interest."""
    whole = schedule_of(terms).totals
    return f"paid {yuan(whole.paid_minor)}, of it interest {yuan(whole.interest_minor)}"


def cost(terms: LoanTerms) -> str:
    """What the loan costs a year, simple and compound."""
    found: AnnualCost = cost_of(terms, schedule_of(terms))
    return f"{found.percent_simple(2)} % simple, {found.percent_compound(2)} % compound"


def served(terms: LoanTerms, happened: Iterable[Transaction] = (), **agreed: Any) -> Folded:  # noqa: ANN401
    """The loan as it is served: paid out, then what happened; no grace unless it was agreed."""
    out = Transaction(
        kind=Kind.DISBURSED,
        value_date=terms.disbursed_on,
        reference="payout",
        amount_minor=terms.principal_minor,
    )
    return fold(Agreement(loan=terms, **agreed), [out, *happened], horizon=_HORIZON)


def paid(amount: str, on: date, reference: str = "") -> Transaction:
    """The borrower paid."""
    return _happened(Kind.RECEIVED, amount, on, reference)


def prepaid(amount: str, on: date, mode: str = "reduce_instalment") -> Transaction:
    """The borrower paid more than is due, and meant it."""
    return Transaction(
        kind=Kind.PREPAID,
        value_date=on,
        reference=f"prepaid {on}",
        amount_minor=minor(amount),
        mode=PrepaymentMode(mode),
    )


def refunded(amount: str, on: date) -> Transaction:
    """What waited went back."""
    return _happened(Kind.REFUNDED, amount, on, f"refunded {on}")


def charged(amount: str, on: date) -> Transaction:
    """A fee the contract discloses was charged."""
    return _happened(Kind.CHARGED, amount, on, "fee")


def as_agreed(terms: LoanTerms, count: int) -> list[Transaction]:
    """The first `count` instalments, each paid on its day."""
    return [paid(yuan(row.total_minor), row.due_on) for row in schedule_of(terms).rows[:count]]


def owed(served_loan: Folded, day: date) -> None:
    """Print what is owed at the opening of a day, part by part."""
    line = served_loan.line_on(day)
    assert line is not None
    parts = {component.value: line.owed(component, day) for component in Component}
    print(_listed(parts.items()))  # noqa: T201 - a page prints


def went_to(served_loan: Folded, reference: str) -> None:
    """Print what the money of a transaction paid, in that order."""
    found = [each for each in served_loan.allocations if each.reference == reference]
    parts = [(each.component.value, each.amount_minor) for each in found if each.component]
    print(_listed(parts))  # noqa: T201 - a page prints


def instalments_after(served_loan: Folded, day: date) -> str:
    """What falls due on each later day."""
    coming = [each for each in served_loan.instalments if each.due_on > day]
    return "  ".join(yuan(sum(each.due.values())) for each in coming)


def _happened(kind: Kind, amount: str, on: date, reference: str) -> Transaction:
    return Transaction(
        kind=kind,
        value_date=on,
        reference=reference or f"{kind.value} {on}",
        amount_minor=minor(amount),
    )


def _told(row: Row) -> Iterator[str]:
    yield f"{row.number:>2}  {row.due_on}  {row.days:>2} days"
    yield f"{yuan(row.principal_minor):>10}"
    yield f"{yuan(row.interest_minor):>8}"
    yield f"{yuan(row.total_minor):>10}"
    yield f"{yuan(row.balance_minor):>10}"


def _listed(parts: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{name} {yuan(amount)}" for name, amount in parts if amount)
