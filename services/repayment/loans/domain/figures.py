"""What a loan comes to on a day: owed, due, overdue and paid, part by part; and how it stands.

A day's figures count everything with a value date up to it, and interest up to its opening: what
the day itself bears is added overnight. So they are what can be paid on that day.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.loan_engine.servicing.components import Component
from services.loan_engine.servicing.fold import Folded
from services.loan_engine.servicing.instalments import Instalment, InstalmentState
from services.loan_engine.servicing.line import PLACE, Line
from services.repayment.loans.domain.terms import Due

Parts = Mapping[Component, int]

# What lateness adds belongs to the loan as a whole, and is due as soon as it is borne.
OF_LATENESS = (Component.PENALTY, Component.COMPOUND)


class Condition(StrEnum):
    """How punctually a loan is paid; derived, never stored."""

    CURRENT = "current"
    GRACE = "grace"
    OVERDUE = "overdue"
    NON_ACCRUAL = "non_accrual"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """A loan on a day, in minor units.

    `owed` is due or not; `due` is to be paid by that day, `overdue` is past its grace as well.
    `settled_on` is the day since which nothing is owed.
    """

    on: date
    condition: Condition
    days_past_due: int
    owed: Parts
    due: Parts
    overdue: Parts
    paid: Parts
    waived: Parts
    suspense_minor: int
    payoff_minor: int
    next_due: Due | None
    settled_on: date | None

    @property
    def payable_minor(self) -> int:
        """What is to be paid today to be in time: all that is due, and what is missing."""
        return sum(self.due.values()) + max(0, -self.suspense_minor)


def figures_of(loan: Folded, grace_days: int, day: date) -> Figures | None:
    """The figures of `day`; None before anything happened."""
    line = loan.line_on(day)
    if line is None:
        return None
    return Figures(
        on=day,
        condition=condition_of(line, grace_days, day),
        days_past_due=line.days_past_due(day),
        owed={component: line.owed(component, day) for component in Component},
        due=_asked_for(loan, line, day, lambda each: each.due_on <= day),
        overdue=_asked_for(loan, line, day, lambda each: is_overdue(each, grace_days, day)),
        paid=_by_component(line.moved.paid),
        waived=_by_component(line.moved.waived),
        suspense_minor=line.moved.suspense,
        payoff_minor=loan.payoff_minor(day),
        next_due=next_due_of(loan),
        settled_on=_settled_on(loan, day),
    )


def condition_of(line: Line, grace_days: int, day: date) -> Condition:
    """How punctually the loan is paid at the close of `day`."""
    late_days = line.days_past_due(day)
    if not line.is_accruing:
        return Condition.NON_ACCRUAL
    if late_days > grace_days:
        return Condition.OVERDUE
    return Condition.GRACE if late_days else Condition.CURRENT


def is_overdue(instalment: Instalment, grace_days: int, day: date) -> bool:
    """Whether an instalment is past its grace at the close of `day`, and not settled."""
    return instalment.state(day, grace_days) is InstalmentState.OVERDUE


def left_on(instalment: Instalment, component: Component, day: date) -> int:
    """What is left of `component` at the close of `day`."""
    settled = sum(
        one.amount_minor
        for one in instalment.settlements
        if one.component is component and one.on <= day
    )
    return instalment.due.get(component, 0) - settled


def next_due_of(loan: Folded) -> Due | None:
    """What has to be paid next: money in suspense pays what falls due before it.

    What was given back and is missing since comes first: the next receipt makes it up before it
    pays anything.
    """
    open_ones = [each for each in loan.instalments if not each.is_settled]
    first = min(open_ones, key=lambda each: each.due_on, default=None)
    missing = _missing(loan)
    if first is None:
        return missing
    due = Due(first.due_on, sum(first.left(component) for component in first.due))
    if missing is None:
        return due
    if missing.due_on < due.due_on:
        return missing
    return Due(due.due_on, due.total_minor + missing.total_minor)


def _missing(loan: Folded) -> Due | None:
    """What was given back and is missing to the end, and since when."""
    missing = None
    for line in reversed(loan.lines):
        if not line.moved.overdrawn:
            break
        missing = Due(
            line.from_day, line.moved.overdrawn if missing is None else missing.total_minor
        )
    return missing


def _asked_for(
    loan: Folded, line: Line, day: date, is_meant: Callable[[Instalment], bool]
) -> Parts:
    meant = [each for each in loan.instalments if is_meant(each)]
    asked = {
        component: sum(left_on(each, component, day) for each in meant) for component in Component
    }
    return asked | {component: line.owed(component, day) for component in OF_LATENESS}


def _by_component(values: tuple[int, ...]) -> Parts:
    return {component: values[PLACE[component]] for component in Component}


def _settled_on(loan: Folded, day: date) -> date | None:
    """The first of the days in a row, up to `day`, on which nothing is owed."""
    since = None
    for line in reversed(loan.lines):
        if line.from_day > day:
            continue
        if line.wanting_in_all(day if since is None else line.from_day):
            break
        since = line.from_day
    return since
