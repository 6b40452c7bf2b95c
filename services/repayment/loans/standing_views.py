"""From a loan as of a day to what readers get."""

from datetime import date

from services.kit.money import Money
from services.kit.schemas import MoneyRead
from services.loan_engine.schedule import Row
from services.loan_engine.servicing.components import Component
from services.loan_engine.servicing.instalments import Instalment
from services.loan_engine.terms import FeeTiming
from services.repayment.loans import views
from services.repayment.loans.domain.figures import Figures, Parts, left_on
from services.repayment.loans.domain.terms import Due
from services.repayment.loans.folding import LoanOn
from services.repayment.loans.queries import LoanSchedule
from services.repayment.loans.schemas.read import DueRead, InstalmentRead
from services.repayment.loans.schemas.standing import (
    InstalmentStandingRead,
    LoanDetailRead,
    LoanFiguresRead,
    LoanScheduleStandingRead,
    PartsRead,
)


def loan(found: LoanOn) -> LoanDetailRead:
    """A loan with its figures."""
    figures, currency = found.figures, found.row.currency
    shown = views.loan(found.row).model_dump()
    shown["next_due"] = _next_due(None if figures is None else figures.next_due, currency)
    return LoanDetailRead(
        **shown, figures=None if figures is None else figures_read(figures, currency)
    )


def look(found: LoanOn) -> str:
    """What tells two looks of one version apart: how much has happened, and the day."""
    return f"{found.row.last_sequence}-{found.day:%Y%m%d}"


def schedule(found: LoanSchedule) -> LoanScheduleStandingRead:
    """What falls due when, and what became of it."""
    row, day = found.found.row, found.found.day
    terms, grace_days = found.found.agreement.loan, found.found.agreement.grace_days
    return LoanScheduleStandingRead(
        loan_id=row.loan_id,
        currency=row.currency,
        disbursed_on=row.disbursed_on if found.rows else None,
        fees_at_disbursement=terms.fees_minor(FeeTiming.DISBURSEMENT),
        rows=[_row(each) for each in found.rows],
        as_of=day,
        instalments=[_instalment(each, day, grace_days) for each in found.found.loan.instalments],
    )


def figures_read(figures: Figures, currency: str) -> LoanFiguresRead:
    """What a loan comes to on a day."""
    return LoanFiguresRead(
        as_of=figures.on,
        currency=currency,
        condition=figures.condition,
        days_past_due=figures.days_past_due,
        outstanding_principal=figures.owed[Component.PRINCIPAL],
        owed=parts_read(figures.owed),
        due=parts_read(figures.due),
        overdue=parts_read(figures.overdue),
        paid=parts_read(figures.paid),
        waived=parts_read(figures.waived),
        suspense=figures.suspense_minor,
        payoff=figures.payoff_minor,
    )


def parts_read(parts: Parts) -> PartsRead:
    """An amount part by part."""
    by_name = {component.value: parts.get(component, 0) for component in Component}
    return PartsRead(**by_name, total=sum(by_name.values()))


def _next_due(due: Due | None, currency: str) -> DueRead | None:
    if due is None:
        return None
    return DueRead(due_on=due.due_on, total=MoneyRead.of(Money(due.total_minor, currency)))


def _row(row: Row) -> InstalmentRead:
    return InstalmentRead(
        number=row.number,
        due_on=row.due_on,
        days=row.days,
        principal=row.principal_minor,
        interest=row.interest_minor,
        fees=row.fees_minor,
        total=row.total_minor,
        balance=row.balance_minor,
    )


def _instalment(each: Instalment, day: date, grace_days: int) -> InstalmentStandingRead:
    paid = {component: each.paid(component, day) for component in each.due}
    left = {component: left_on(each, component, day) for component in each.due}
    waived = {
        component: due - paid[component] - left[component] for component, due in each.due.items()
    }
    return InstalmentStandingRead(
        number=each.number,
        origin=each.origin,
        due_on=each.due_on,
        state=each.state(day, grace_days),
        due=parts_read(each.due),
        paid=parts_read(paid),
        waived=parts_read(waived),
        left=parts_read(left),
        settled_on=each.settled_on(day),
        balance=each.balance_minor,
    )
